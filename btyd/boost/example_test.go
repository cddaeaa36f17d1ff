package boost_test

import (
	"context"
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"

	"github.com/perennial-clv/perennial/btyd/boost"
)

// invent makes customers whose base prediction misses that buyers of one
// channel come back twice as often as the others.
func invent() (rows boost.Rows, channel boost.Column, base []float64) {
	random := rand.New(rand.NewPCG(1, 2))
	channel = boost.Column{Name: "channel", Categorical: true}
	for range 4000 {
		code, mean := float64(random.IntN(4)), 0.5+random.ExpFloat64()
		factor := 0.8
		if code == 2 {
			factor = 1.6
		}
		bought := 0.0
		for left := random.ExpFloat64(); left < factor*mean; left += random.ExpFloat64() {
			bought++
		}
		rows.Target = append(rows.Target, bought)
		rows.Offset = append(rows.Offset, math.Log(mean))
		channel.Values = append(channel.Values, code)
		base = append(base, mean)
	}
	return rows, channel, base
}

func ExampleFitCorrection() {
	rows, channel, base := invent()
	data, err := boost.NewDataset(rows)
	if err != nil {
		panic(err)
	}
	if err := data.Add(channel); err != nil {
		panic(err)
	}
	settings := boost.Defaults(boost.Poisson)
	settings.Leaves = 4
	correction, judged, err := boost.FitCorrection(context.Background(), data, boost.Grid(settings), 5, nil)
	if err != nil {
		panic(err)
	}
	fmt.Println("lowers the deviance of unseen rows:", judged.Deviance < judged.Without)

	corrected := make([]float64, len(base))
	if err := correction.Predict(corrected, [][]float64{channel.Values}, base, nil, 0); err != nil {
		panic(err)
	}
	total, held := 0.0, 0.0
	for i := range base {
		total, held = total+base[i], held+corrected[i]
	}
	fmt.Printf("total of the base %.3f, corrected %.3f\n", total, held)
	for code := range 3 {
		one := make([]float64, 1)
		if err := correction.Predict(one, [][]float64{{float64(code)}}, []float64{1}, nil, 1); err != nil {
			panic(err)
		}
		fmt.Printf("channel %d: times %.1f\n", code, one[0])
	}
	// Output:
	// lowers the deviance of unseen rows: true
	// total of the base 6010.316, corrected 6010.316
	// channel 0: times 0.8
	// channel 1: times 0.8
	// channel 2: times 1.6
}

func ExampleModel_Explainer() {
	x := []float64{1, 2, 3, 4, 5, 6, 7, 8}
	data, err := boost.NewDataset(boost.Rows{Target: []float64{10, 10, 10, 10, 20, 20, 20, 20}})
	if err != nil {
		panic(err)
	}
	if err := data.Add(boost.Column{Name: "visits", Values: x}); err != nil {
		panic(err)
	}
	settings := boost.Defaults(boost.Squared)
	settings.Trees, settings.LearningRate, settings.L2, settings.MinChildWeight = 1, 1, 0, 1
	model, err := boost.Train(context.Background(), data, settings)
	if err != nil {
		panic(err)
	}
	explainer, contributions := model.Explainer(), make([]float64, 1)
	if err := explainer.Contributions(contributions, []float64{7}); err != nil {
		panic(err)
	}
	fmt.Printf("mean %g, and %+g for seven visits\n", explainer.Base(), contributions[0])

	text, err := json.Marshal(model)
	if err != nil {
		panic(err)
	}
	fmt.Println(string(text[:45]) + "...")
	// Output:
	// mean 15, and +5 for seven visits
	// {"schema":1,"loss":"squared","intercept":15,"...
}
