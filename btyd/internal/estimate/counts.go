package estimate

import "sort"

// Counts is the weighted histogram of a column of whole numbers, ascending.
// Terms of a likelihood that depend on the count alone are summed over it
// instead of over rows.
type Counts struct {
	Value, Weight []float64
}

// tabulated bounds the values counted in an array rather than in a map.
const tabulated = 1 << 12

// Count builds the histogram of x with weights w.
func Count(x, w []float64) Counts {
	var dense [tabulated]float64
	sparse := map[float64]float64{}
	for i, v := range x {
		if v < tabulated && v == float64(int(v)) {
			dense[int(v)] += w[i]
		} else {
			sparse[v] += w[i]
		}
	}
	var c Counts
	for v, weight := range dense {
		if weight > 0 {
			c.Value = append(c.Value, float64(v))
			c.Weight = append(c.Weight, weight)
		}
	}
	for v, weight := range sparse {
		c.Value = append(c.Value, v)
		c.Weight = append(c.Weight, weight)
	}
	sort.Sort(c)
	return c
}

// Len, Less and Swap order a histogram by value.
func (c Counts) Len() int           { return len(c.Value) }
func (c Counts) Less(i, j int) bool { return c.Value[i] < c.Value[j] }
func (c Counts) Swap(i, j int) {
	c.Value[i], c.Value[j] = c.Value[j], c.Value[i]
	c.Weight[i], c.Weight[j] = c.Weight[j], c.Weight[i]
}

// Top is the largest value, or zero.
func (c Counts) Top() float64 {
	if len(c.Value) == 0 {
		return 0
	}
	return c.Value[len(c.Value)-1]
}
