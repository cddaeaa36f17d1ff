package estimate

// drowned is the product of a shape parameter and the number of customers
// beyond which a log-likelihood is noise: it is a difference of terms of that
// size, some dozens of logarithms long, and keeps 16 digits of them.
const drowned = 1e12

// Sound says whether natural parameters give a log-likelihood that rounding
// leaves right to a few hundredths: positive, within the range of numbers,
// and shapes not so large that customers are all alike to any precision. A
// search without bounds must not mistake noise for a maximum.
func Sound(parameters []float64, customers float64, shapes ...int) bool {
	for _, v := range parameters {
		if !(v > 1e-200 && v < 1e200) {
			return false
		}
	}
	for _, i := range shapes {
		if parameters[i]*customers > drowned {
			return false
		}
	}
	return true
}
