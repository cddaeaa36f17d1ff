package identity

// Beyond these an identifier is not one person's.
const (
	// maxEmails is how many e-mail addresses one identifier may stand with.
	// People have a private address, one of work, an old one or two; few have
	// more than five, and the till's account in a shop has everybody's.
	maxEmails = 5
	// maxAccounts is how many accounts of one kind may stand with one address
	// or id. A guest checkout makes an account an order, so that a regular
	// has dozens; the address that staff type in for people without one has
	// hundreds.
	maxAccounts = 50
)

// crowd is with how many others a strong identifier stands, when those are
// more than one person's; zero otherwise.
func (r *resolving) crowd(i int32) int {
	if !r.nodes[i].kind.strong() {
		return 0
	}
	emails, externals, accounts := 0, 0, 0
	r.round++
	for _, j := range r.near.of(i) {
		if r.seen[j] == r.round {
			continue
		}
		r.seen[j] = r.round
		switch r.nodes[j].kind {
		case Email:
			emails++
		case External:
			externals++
		case Account:
			accounts++
		}
	}
	limit := maxAccounts
	if r.nodes[i].kind == Account {
		limit = maxEmails // an account is one business's own customer
	}
	switch {
	case emails > maxEmails:
		return emails
	case externals > limit:
		return externals
	case accounts > maxAccounts:
		return accounts
	}
	return 0
}

// crowdBehind is with how many other addresses an address or id stands in the
// accounts it stands in, when those are more than one person's; zero
// otherwise. It catches the address that a shop gave to many people's accounts
// beside their own.
func (r *resolving) crowdBehind(i int32) int {
	if k := r.nodes[i].kind; k != Email && k != External {
		return 0
	}
	r.round++
	r.seen[i] = r.round
	emails := 0
	for _, j := range r.near.of(i) {
		if !r.nodes[j].kind.strong() || r.shared[j] > 0 {
			continue
		}
		for _, k := range r.near.of(j) {
			if r.seen[k] != r.round && r.nodes[k].kind == Email && r.shared[k] == 0 {
				r.seen[k] = r.round
				emails++
			}
		}
	}
	if emails > maxEmails {
		return emails
	}
	return 0
}

// findShared finds the strong identifiers that are not one person's.
func (r *resolving) findShared() {
	for i := range r.nodes {
		r.shared[i] = int32(r.crowd(int32(i)))
	}
	behind := map[int32]int{}
	for i := range r.nodes {
		if r.shared[i] > 0 {
			continue
		}
		if n := r.crowdBehind(int32(i)); n > 0 {
			behind[int32(i)] = n
		}
	}
	for i, n := range behind {
		r.shared[i] = int32(n)
	}
}
