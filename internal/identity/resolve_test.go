package identity

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// graphOf reads links as "a b", of source shop and import 1, 2, …
func graphOf(links ...string) *Graph {
	g := NewGraph(len(links))
	for i, l := range links {
		a, b, _ := strings.Cut(l, " ")
		g.Link(Link{A: a, B: b, Source: "shop", Kind: "orders", Batch: int64(i + 1)})
	}
	return g
}

// check compares people, as "name: member member", and those kept apart.
func check(t *testing.T, g *Graph, people []string, apart ...Apart) {
	t.Helper()
	p := g.Resolve()
	members := map[string][]string{}
	for id := range g.index {
		members[p.Person(id)] = append(members[p.Person(id)], id)
	}
	var got []string
	for name, ids := range members {
		slices.Sort(ids)
		got = append(got, name+": "+strings.Join(ids, " "))
	}
	slices.Sort(got)
	slices.Sort(people)
	if !slices.Equal(got, people) {
		t.Errorf("people:\n%s\nwant:\n%s", strings.Join(got, "\n"), strings.Join(people, "\n"))
	}
	if !slices.Equal(p.Apart, apart) {
		t.Errorf("kept apart: %v, want %v", p.Apart, apart)
	}
}

// One person under several identifiers is one person, not several.
func TestDuplicatePersons(t *testing.T) {
	check(t, graphOf("ann@x.org shop:1", "shop:1 +4930123456", "ann@x.org shop:~f3", "1001 shop:1", "bob@x.org shop:2"),
		[]string{"ann@x.org: +4930123456 1001 ann@x.org shop:1 shop:~f3", "bob@x.org: bob@x.org shop:2"})
}

// A device that stays the same when another person signs in merges nobody:
// what was done on it anonymously is nobody's.
func TestResetThatKeepsTheAnonymousID(t *testing.T) {
	check(t, graphOf("ann shop:~f3"), []string{"ann: ann shop:~f3"})
	check(t, graphOf("ann shop:~f3", "bob shop:~f3"), []string{"ann: ann", "bob: bob", "shop:~f3: shop:~f3"}, Apart{"shop:~f3", Shared, 2})
}

// Without a business's own id, the address makes customers of several
// platforms one.
func TestCustomersByEmail(t *testing.T) {
	g := NewGraph(0)
	g.Link(Link{"ann@x.org", "shopify:7", "shopify", "orders", 1})
	g.Link(Link{"ann@x.org", "stripe:cus_1", "stripe", "orders", 2})
	check(t, g, []string{"ann@x.org: ann@x.org shopify:7 stripe:cus_1"})
}

// A family's telephone joins none of them; of one person it is theirs.
func TestSharedTelephone(t *testing.T) {
	check(t, graphOf("ann@x.org +4930123456", "bob@x.org +4930123456"),
		[]string{"+4930123456: +4930123456", "ann@x.org: ann@x.org", "bob@x.org: bob@x.org"}, Apart{"+4930123456", Shared, 2})
	check(t, graphOf("ann@x.org +4930123456", "shop:1 +4930123456", "ann@x.org shop:1"),
		[]string{"ann@x.org: +4930123456 ann@x.org shop:1"})
}

// A device leads through a telephone only where it has nothing stronger.
func TestDeviceBehindATelephone(t *testing.T) {
	check(t, graphOf("+4930123456 shop:~f3", "ann@x.org +4930123456"), []string{"ann@x.org: +4930123456 ann@x.org shop:~f3"})
	check(t, graphOf("+4930123456 shop:~f3"), []string{"+4930123456: +4930123456 shop:~f3"})
	check(t, graphOf("+4930123456 shop:~f3", "ann@x.org shop:~f3"),
		[]string{"+4930123456: +4930123456", "ann@x.org: ann@x.org shop:~f3"})
	check(t, graphOf("+4930123456 shop:~f3", "bob@x.org +4930123456", "ann@x.org shop:~f3"),
		[]string{"ann@x.org: ann@x.org", "bob@x.org: +4930123456 bob@x.org", "shop:~f3: shop:~f3"}, Apart{"shop:~f3", Shared, 2})
}

// The account of a shop's till, with everybody's address, is nobody's.
func TestAccountOfTheTill(t *testing.T) {
	var links, people []string
	for i := range maxEmails {
		links = append(links, fmt.Sprintf("c%d@x.org shop:till", i))
	}
	check(t, graphOf(links...), []string{"c0@x.org: c0@x.org c1@x.org c2@x.org c3@x.org c4@x.org shop:till"})
	links = append(links, fmt.Sprintf("c%d@x.org shop:till", maxEmails))
	for i := range links {
		people = append(people, fmt.Sprintf("c%[1]d@x.org: c%[1]d@x.org", i))
	}
	check(t, graphOf(links...), append(people, "shop:till: shop:till"), Apart{"shop:till", Crowded, maxEmails + 1})
}

// The address staff type in for people without one is nobody's, whether it
// stands with hundreds of accounts or beside the addresses of a few people.
func TestAddressOfTheShop(t *testing.T) {
	g := graphOf()
	for i := range maxAccounts + 1 {
		g.Link(Link{"info@shop.com", fmt.Sprint("shop:", i), "shop", "orders", 1})
	}
	if p := g.Resolve(); p.Person("shop:1") != "shop:1" || len(p.Apart) != 1 {
		t.Errorf("shop:1 is %s; apart %v", p.Person("shop:1"), p.Apart)
	}
	var links, people []string
	for i := range maxEmails + 1 {
		links = append(links, fmt.Sprintf("info@shop.com shop:%d", i), fmt.Sprintf("c%d@x.org shop:%d", i, i))
		people = append(people, fmt.Sprintf("c%[1]d@x.org: c%[1]d@x.org shop:%[1]d", i))
	}
	check(t, graphOf(links...), append(people, "info@shop.com: info@shop.com"), Apart{"info@shop.com", Crowded, maxEmails + 1})
}

// A regular who always checks out as a guest is one person.
func TestGuestWithManyAccounts(t *testing.T) {
	g := graphOf()
	for i := range maxAccounts {
		g.Link(Link{"ann@x.org", fmt.Sprint("shop:", i), "shop", "orders", int64(i)})
	}
	if p := g.Resolve(); p.Person("shop:49") != "ann@x.org" || len(p.Apart) != 0 {
		t.Errorf("shop:49 is %s; apart %v", p.Person("shop:49"), p.Apart)
	}
}

// The earliest address keeps naming a person when others come.
func TestNamesStay(t *testing.T) {
	check(t, graphOf("zoe@x.org shop:1", "ann@x.org shop:1"), []string{"zoe@x.org: ann@x.org shop:1 zoe@x.org"})
}

// Two people in one account can be said to be two: the later evidence gives
// way, and the weak identifiers go with whom they lead to.
func TestSplit(t *testing.T) {
	g := graphOf("ann@x.org shop:1", "eve@x.org shop:1", "eve@x.org +4930123456")
	check(t, g, []string{"ann@x.org: +4930123456 ann@x.org eve@x.org shop:1"})
	g.Split("eve@x.org", "ann@x.org")
	check(t, g, []string{"ann@x.org: ann@x.org shop:1", "eve@x.org: +4930123456 eve@x.org"})
}

// A telephone said to be somebody else's leads to the other.
func TestSplitOffATelephone(t *testing.T) {
	g := graphOf("ann@x.org +4930123456", "bob@x.org +4930123456")
	g.Split("+4930123456", "ann@x.org")
	check(t, g, []string{"ann@x.org: ann@x.org", "bob@x.org: +4930123456 bob@x.org"})
}

func TestKinds(t *testing.T) {
	for id, want := range map[string]Kind{
		"ann@x.org": Email, "shop:1": Account, "shop:ann@x.org": Account, "shop:~1": Device, "+4930123456": Phone, "+49": External,
		"1001": External, "other:1": External, "+4930x23456": External,
	} {
		if got := KindOf(id, "shop"); got != want {
			t.Errorf("%s is %v, want %v", id, got, want)
		}
	}
}

func TestPathsAndWords(t *testing.T) {
	links := []Link{
		{"ann@x.org", "stripe:cus_1", "stripe", "orders", 3}, {"1001", "stripe:cus_1", "stripe", "orders", 4},
		{"ann@x.org", "1001", "segment", "events", 5}, {"ann@x.org", "segment:~f3", "segment", "events", 6}, {"a@y.org", "hubspot:9", "hubspot", "customers", 7},
	}
	paths := Paths("segment:~f3", links)
	var got []string
	for _, l := range paths["stripe:cus_1"] {
		got = append(got, l.Says())
	}
	want := []string{"Stripe customer cus_1 and ann@x.org stand in the same payment, import 3", "ann@x.org and Segment device f3 stand in the same event, import 6"}
	if !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
	if _, there := paths["hubspot:9"]; there {
		t.Error("a way to somebody else")
	}
	if got := links[4].Says(); got != "HubSpot customer 9 and a@y.org stand in one customer record of HubSpot, import 7" {
		t.Error(got)
	}
}
