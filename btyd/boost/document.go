package boost

import (
	"encoding/json"
	"fmt"
	"math"

	"github.com/perennial-clv/perennial/btyd"
)

// Schema is the version of [Document] that this package writes and reads.
const Schema = 1

// Document is a model as data, for storage and for other programs.
type Document struct {
	Schema int     `json:"schema"`
	Loss   Loss    `json:"loss"`
	Power  float64 `json:"power,omitempty"`
	// Intercept is the constant of the margin.
	Intercept float64   `json:"intercept"`
	Features  []Feature `json:"features"`
	// Trees list their nodes in preorder: parent, left subtree, right subtree.
	Trees [][]Node `json:"trees"`
}

// Node is a split when it has a feature, else a leaf.
type Node struct {
	// Feature is the place of the feature; absent in leaves.
	Feature *int `json:"feature,omitempty"`
	// Value is the margin that a leaf adds. In a split of numbers it is the
	// threshold: numbers up to it go left.
	Value float64 `json:"value"`
	// MissingLeft is the side of missing values. In a split of categories it
	// is that of all but the listed ones too, those never seen included.
	MissingLeft bool  `json:"missing_left,omitempty"`
	Categories  []int `json:"categories,omitempty"`
	// Gain of the split; Cover is the weight of the rows seen in training.
	Gain  float64 `json:"gain,omitempty"`
	Cover float64 `json:"cover"`
}

// Document returns the model as data.
func (m *Model) Document() Document {
	doc := Document{
		Schema: Schema, Loss: m.loss, Intercept: m.intercept,
		Features: append([]Feature{}, m.features...), Trees: make([][]Node, len(m.trees)),
	}
	if m.loss == Tweedie {
		doc.Power = m.power
	}
	for i, t := range m.trees {
		doc.Trees[i] = t.document()
	}
	return doc
}

func (t *tree) document() []Node {
	nodes := make([]Node, len(t.steps))
	for i, s := range t.steps {
		n := Node{Value: s.value, MissingLeft: s.missingLeft, Gain: t.gain[i], Cover: t.cover[i]}
		if s.column != leafed {
			column := int(s.column)
			n.Feature = &column
		}
		if s.set != 0 {
			for c := range missing {
				if t.sets[s.set-1].has(uint8(c)) != s.missingLeft {
					n.Categories = append(n.Categories, c)
				}
			}
		}
		nodes[i] = n
	}
	return nodes
}

// FromDocument checks a document and makes it a model again. The error wraps
// [btyd.ErrInvalidRow] and names the place.
func FromDocument(doc Document) (*Model, error) {
	if doc.Schema != Schema {
		return nil, fmt.Errorf("%w: model of schema %d, want %d", btyd.ErrInvalidRow, doc.Schema, Schema)
	}
	o, err := newObjective(doc.Loss, doc.Power)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", btyd.ErrInvalidRow, err)
	}
	if len(doc.Features) > math.MaxInt16 || !finite(doc.Intercept) {
		return nil, fmt.Errorf("%w: model of %d features with intercept %g", btyd.ErrInvalidRow, len(doc.Features), doc.Intercept)
	}
	m := &Model{objective: o, intercept: doc.Intercept, features: append([]Feature(nil), doc.Features...)}
	for i, nodes := range doc.Trees {
		t, err := parse(nodes, m.features)
		if err != nil {
			return nil, fmt.Errorf("%w: tree %d: %w", btyd.ErrInvalidRow, i, err)
		}
		m.trees = append(m.trees, t)
	}
	m.flat = flatten(m.trees, len(m.features))
	return m, nil
}

// parse reads a preorder list of nodes. Depths are kept on a list of its own,
// not in calls, so that no input exhausts the stack.
func parse(nodes []Node, features []Feature) (*tree, error) {
	if len(nodes) < 3 || len(nodes) > 1<<15 {
		return nil, fmt.Errorf("%d nodes are no tree", len(nodes))
	}
	t := &tree{}
	type split struct{ at, left int } // left: subtrees still to come
	var open []split
	for i, n := range nodes {
		if i > 0 && len(open) == 0 {
			return nil, fmt.Errorf("node %d comes after the end", i)
		}
		if err := t.append(n, features); err != nil {
			return nil, fmt.Errorf("node %d: %w", i, err)
		}
		if t.depth = max(t.depth, len(open)); t.depth > deepest {
			return nil, fmt.Errorf("node %d is deeper than %d", i, deepest)
		}
		if n.Feature != nil {
			open = append(open, split{i, 2})
			continue
		}
		for len(open) > 0 {
			top := &open[len(open)-1]
			if top.left--; top.left == 1 {
				t.steps[top.at].right = int32(i + 1)
				break
			}
			open = open[:len(open)-1]
		}
	}
	if len(open) > 0 {
		return nil, fmt.Errorf("it ends before node %d has its children", open[len(open)-1].at)
	}
	return t, t.covered()
}

func (t *tree) append(n Node, features []Feature) error {
	if !finite(n.Value) || !finite(n.Gain) || !finite(n.Cover) || n.Cover < 0 {
		return fmt.Errorf("value %g, gain %g, cover %g", n.Value, n.Gain, n.Cover)
	}
	s := step{value: n.Value, column: leafed}
	if n.Feature != nil {
		if *n.Feature < 0 || *n.Feature >= len(features) {
			return fmt.Errorf("feature %d of %d", *n.Feature, len(features))
		}
		s.column, s.missingLeft = int16(*n.Feature), n.MissingLeft
	}
	if n.Feature != nil && features[*n.Feature].Categorical {
		set, err := n.set()
		if err != nil {
			return err
		}
		t.sets = append(t.sets, set)
		s.set = uint16(len(t.sets))
	} else if len(n.Categories) > 0 {
		return fmt.Errorf("categories where none are split")
	}
	t.steps = append(t.steps, s)
	t.gain, t.cover = append(t.gain, n.Gain), append(t.cover, n.Cover)
	return nil
}

func (n Node) set() (s set, err error) {
	for _, c := range n.Categories {
		if c < 0 || c >= missing {
			return s, fmt.Errorf("category %d", c)
		}
		s.put(uint8(c))
	}
	if n.MissingLeft {
		for i := range s {
			s[i] = ^s[i]
		}
	}
	return s, nil
}

// covered refuses covers that are not positive, or that do not add up: the
// chances that explanations need are ratios of them.
func (t *tree) covered() error {
	for i, s := range t.steps {
		if !(t.cover[i] > 0) {
			return fmt.Errorf("node %d: cover %g must be positive", i, t.cover[i])
		}
		if s.column == leafed {
			continue
		}
		if sum := t.cover[i+1] + t.cover[s.right]; math.Abs(sum-t.cover[i]) > 1e-6*t.cover[i] {
			return fmt.Errorf("node %d: cover %g, of its children %g", i, t.cover[i], sum)
		}
	}
	return nil
}

func finite(v float64) bool { return !math.IsNaN(v) && !math.IsInf(v, 0) }

// MarshalJSON writes the model's [Document].
func (m *Model) MarshalJSON() ([]byte, error) { return json.Marshal(m.Document()) }

// UnmarshalJSON reads a [Document] and checks it.
func (m *Model) UnmarshalJSON(text []byte) error {
	var doc Document
	if err := json.Unmarshal(text, &doc); err != nil {
		return fmt.Errorf("%w: %w", btyd.ErrInvalidRow, err)
	}
	read, err := FromDocument(doc)
	if err != nil {
		return err
	}
	*m = *read
	return nil
}
