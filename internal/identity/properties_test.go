package identity

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"testing"
	"time"
)

// world is a few links and splits over a small world of identifiers.
func world(random *rand.Rand) (links []Link, splits [][2]string) {
	pick := func() string {
		i := random.IntN(5)
		return []string{fmt.Sprintf("c%d@x.org", i), fmt.Sprint("10", i), fmt.Sprint("shop:", i), fmt.Sprint("+493012345", i), fmt.Sprint("shop:~", i)}[random.IntN(5)]
	}
	for range random.IntN(25) {
		links = append(links, Link{A: pick(), B: pick(), Source: "shop", Kind: "orders", Batch: int64(random.IntN(4))})
	}
	for range random.IntN(4) {
		splits = append(splits, [2]string{pick(), pick()})
	}
	return links, splits
}

// peopleOf are identifiers and whom they stand for.
func peopleOf(links []Link, splits [][2]string) (map[string]string, *Partition) {
	g := NewGraph(len(links))
	for _, s := range splits {
		g.Split(s[0], s[1])
	}
	for _, l := range links {
		g.Link(l)
	}
	p := g.Resolve()
	out := map[string]string{}
	for id := range g.index {
		out[id] = p.Person(id)
	}
	return out, p
}

func TestOrderDoesNotMatter(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 1))
	for range 3000 {
		links, splits := world(random)
		want, wantP := peopleOf(links, splits)
		for i := range links {
			if random.IntN(2) == 0 {
				links[i].A, links[i].B = links[i].B, links[i].A
			}
		}
		links = append(links, links[:len(links)/2]...) // the same link again changes nothing
		random.Shuffle(len(links), func(i, j int) { links[i], links[j] = links[j], links[i] })
		random.Shuffle(len(splits), func(i, j int) { splits[i], splits[j] = splits[j], splits[i] })
		got, gotP := peopleOf(links, splits)
		if !maps.Equal(got, want) || fmt.Sprint(gotP.Apart) != fmt.Sprint(wantP.Apart) {
			t.Fatalf("%v %v:\n%v\nand in another order\n%v", links, splits, want, got)
		}
	}
}

// Two people who were said to be two are two; nobody is joined without a way
// of links between; and a person is named by one of the person's own.
func TestTwoPeopleAreNeverOne(t *testing.T) {
	random := rand.New(rand.NewPCG(2, 2))
	for range 800 {
		links, splits := world(random)
		people, _ := peopleOf(links, splits)
		for _, s := range splits {
			if s[0] != s[1] && people[s[0]] == people[s[1]] {
				t.Fatalf("%v are one in %v", s, links)
			}
		}
		var inside []Link
		for _, l := range links {
			if people[l.A] == people[l.B] {
				inside = append(inside, l)
			}
		}
		for id, person := range people {
			if _, way := Paths(person, inside)[id]; !way || people[person] != person {
				t.Fatalf("%s is %s without a reason in %v, splits %v", id, person, links, splits)
			}
		}
	}
}

// A telephone or a device never makes one person of two: without any of them
// the others are the same people.
func TestWeakLinksMergeNobody(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 3))
	for range 800 {
		links, splits := world(random)
		all, _ := peopleOf(links, splits)
		var strong []Link
		for _, l := range links {
			if KindOf(l.A, "shop").strong() && KindOf(l.B, "shop").strong() {
				strong = append(strong, l)
			}
		}
		alone, _ := peopleOf(strong, splits)
		for a, x := range alone {
			for b, y := range alone {
				if KindOf(a, "shop").strong() && KindOf(b, "shop").strong() && (x == y) != (all[a] == all[b]) {
					t.Fatalf("%s and %s with and without telephones and devices in %v", a, b, links)
				}
			}
		}
	}
}

// bigWorld are n links: shops with accounts, e-mail addresses, telephones and devices.
func bigWorld(n int) *Graph {
	g := NewGraph(n)
	for i := 0; i < n; i += 4 {
		email := fmt.Sprintf("customer%d@example.org", i)
		for j, b := range []string{fmt.Sprintf("shop:%d", i), fmt.Sprintf("+4930%08d", i-i%40), fmt.Sprintf("shop:~%d", i-i%3), fmt.Sprintf("stripe:cus_%d", i)} {
			g.Link(Link{A: email, B: b, Source: []string{"shop", "shop", "shop", "stripe"}[j], Kind: "orders", Batch: 1})
		}
	}
	return g
}

func TestAMillionLinksInSeconds(t *testing.T) {
	if testing.Short() {
		t.Skip("a million links: not in short runs")
	}
	began := time.Now()
	g := bigWorld(1_000_000)
	built := time.Since(began)
	p := g.Resolve()
	t.Logf("%d identifiers: %v to read, %v in all, %d kept apart", len(g.nodes), built, time.Since(began), len(p.Apart))
	if d := time.Since(began); d > 20*time.Second {
		t.Errorf("took %v", d)
	}
}

func BenchmarkResolve(b *testing.B) {
	g := bigWorld(1_000_000)
	for b.Loop() {
		g.Resolve()
	}
}
