// Package identity says which identifiers are one person, and why.
//
// What it is given are links, two identifiers that one record gives to one
// person, and splits, two identifiers that somebody said are two people. What
// it answers with is a partition: every identifier is of one person, named by
// the most telling of its identifiers. The rules are those of
// docs/identity.md:
//
//   - E-mail addresses, the business's own ids and the accounts of platforms
//     are strong: a link between two of them makes them one person.
//   - A telephone number or a device is weak: it joins the one person all its
//     links lead to, and nobody when they lead to several. So it never makes
//     one of two people.
//   - A strong identifier that stands with more others than a person has, such
//     as the address of a shop's counter, joins nobody.
//   - Two people that were said to be two never become one: of the links
//     between them, the weakest evidence gives way.
//
// The answer depends on the set of links and splits alone, not on their order,
// and takes time linear in their number where nothing is split.
//
// It must not know where links are kept, or what people bought.
package identity
