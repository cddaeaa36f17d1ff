package conformance

import (
	"fmt"
	"math"
	"strings"

	"github.com/perennial-clv/perennial/btyd/bdw"
	"github.com/perennial-clv/perennial/btyd/sbg"
)

// Survivors of 1,000 customers, Fader and Hardie 2007, table 1.
var survivors = map[string][]float64{
	"regular":  {1000, 631, 468, 382, 326, 289, 262, 241},
	"high end": {1000, 869, 743, 653, 593, 551, 517, 491},
}

// cohort is a panel of a number of years as the paper has it: the first
// entry is year zero.
func cohort(segment string, years int) []sbg.Cohort {
	return []sbg.Cohort{sbg.FromSurvivors(survivors[segment][:years]...)}
}

func sbgFit(segment string, years int) func(*bench, need) fitted {
	return func(b *bench, _ need) fitted {
		return fit(b, fmt.Sprint("sBG ", segment, years), sbg.Fit, func() []sbg.Cohort { return cohort(segment, years) })
	}
}

// sbgPanels are maxima with S(t) from t = 0, r(t) from t = 1 and DERL at d =
// .1 before renewal n from n = 1.
var sbgPanels = []struct {
	segment                             string
	years                               int
	estimates, stdErrs, ll              string
	survival, retention, residualLength string
}{
	{"regular", 5, "0.763665062564552646 1.2958302721825021", "0.0967952476383555139 0.210625744283851742", "-1401.55942357744545",
		"1.0 0.62919796433608078 0.472147062070224711 0.383327594140476656 0.325469275910276818 0.284451088549755226 0.253680424637745257 0.229643326865981849 0.210285671820228854 0.194321866939050685 0.180903820619393293 0.16944812337363676 0.15953950068794393",
		"0.62919796433608078 0.750395088401829832 0.81188177357219792 0.849062996991036569 0.87397216758539995 0.891824411469504123 0.905246540776300346 0.915705562578572207 0.924085151674882213 0.930949375224631923 0.936675205606307376 0.941524152121507394",
		"2.88326252856355377 3.94068506446380011 4.67662838937580906 5.23625657794856928 5.68381021921301845"},
	{"regular", 8, "0.704077298473516208 1.18204302620947568", "0.0655989642163042359 0.152475631629747185", "-1680.26518846328699",
		"1.0 0.626706054083875365 0.473819321773143088 0.387973954114383844 0.332067911008769988 0.292347099201309938 0.262455818463094965 0.23902361402997535 0.220084966533819012 0.204410786614636777 0.191190191018962899 0.179864992425126764 0.170037452811510893",
		"0.626706054083875365 0.756047143131202874 0.818822568616438575 0.855902586983631792 0.880383468288777189 0.897754139446302955 0.910719432435008038 0.920766625619754498 0.92878123314809107 0.935323395528055656 0.940764750882471463 0.945361576585244478",
		"2.96439927026332208 4.10313977508383705 4.86980465252411545 5.44205846674190567 5.89409536138085892"},
	{"high end", 5, "1.28097638036742502 7.79038409526386041", "0.553467939189903242 3.80872214087670271", "-1225.13490704161248",
		"1.0 0.858788945295630473 0.749559575807155244 0.662834180639995919 0.592496215734211214 0.534432354728499642 0.485780682099052625 0.44449220115442852 0.409063712583115846 0.378368973600105572 0.35154854030183893 0.327935889423852987 0.307006658984453636",
		"0.858788945295630473 0.872809995882196658 0.884298195945572429 0.893883014847136779 0.902001296440754774 0.908965705015814656 0.915005922495276957 0.920294465281284279 0.924963427361517564 0.929115664418581813 0.93283245933061715 0.93617889619776082",
		"4.91019022646959596 5.18933252891050805 5.4401012920709087 5.66707410318669809 5.8738225360187752"},
	{"high end", 8, "0.668088351106446219 3.80609496405826693", "0.103734931276159491 0.785531692765760553", "-1611.15814739115644",
		"1.0 0.850679262773601593 0.746859409972460558 0.669788983105170042 0.609919135331422327 0.561834281100968479 0.522215569284930971 0.488906419720920577 0.46043967182043899 0.435779590005179209 0.414172397871705971 0.395055343158297278 0.37799907159740885",
		"0.850679262773601593 0.877956525632656119 0.896807316292456723 0.910613866032569587 0.921161918941393522 0.92948327799008487 0.936215709520839133 0.941774648987568861 0.946442317366439587 0.95041715438482 0.953842760136491783 0.956825614799863522",
		"5.41447884536160313 5.90137759380513332 6.293891569412114 6.61991998791363886 6.89670668142950649"},
}

func sbgGroup() group {
	g := group{title: "sBG", about: "Package [sbg](models/sbg.md). The two panels of Fader and Hardie 2007, 1,000 customers each; 8 years are 7 renewals."}
	for _, p := range sbgPanels {
		name := fmt.Sprintf("%s, %d years", p.segment, p.years)
		g.maximum(name, nothing, sbgFit(p.segment, p.years), "α β", p.estimates, p.stdErrs, p.ll)
		best := sbg.Model{}
		_, _ = fmt.Sscan(p.estimates, &best.Alpha, &best.Beta)
		g.each("S(%d), "+name, 0, "high precision", p.survival, exact, best.Survival)
		g.each("r(%d), "+name, 1, "high precision", p.retention, exact, best.Retention)
		g.each("DERL before renewal %d, d = .1, "+name, 1, "high precision", p.residualLength, exact, func(n int) float64 { return best.DERL(0.1, n) })
	}
	g.published("Fader and Hardie 2007; PyMC-Marketing", nothing, sbgFit("regular", 8), "α β", "0.704 1.182", printed, "-1680.3")
	g.published("Fader and Hardie 2007; PyMC-Marketing", nothing, sbgFit("high end", 8), "α β", "0.668 3.806", printed, "-1611.2")
	regular := sbgFit("regular", 5)
	g.with(nothing, "α, regular, 5 years", "Fader and Hardie, spreadsheet note", "0.76", printed, func(b *bench) float64 { return regular(b, nothing).estimate(0) })
	g.with(nothing, "β, regular, 5 years", "Fader and Hardie, spreadsheet note", "1.30", printed, func(b *bench) float64 { return regular(b, nothing).estimate(1) })
	even := sbg.Model{Alpha: 1, Beta: 1}
	for t := range 7 {
		g.add(fmt.Sprintf("P(T = %d) at (1, 1)", t+1), "exact, 1/(t(t+1))", fmt.Sprint(1/float64((t+1)*(t+2))), exact, even.ProbabilityOfChurn(t+1))
	}
	g.each("P(T = %d) at (1, 1)", 1, "PyMC-Marketing test_distributions.py", "0.5 0.167 0.083 0.05 0.033 0.024 0.018", printed, even.ProbabilityOfChurn)
	perCustomer := evenLikelihood(even)
	g.add("LL a customer at (1, 1), high end, 8 years", "high precision", "-2.11554550664560562", exact, perCustomer)
	g.add("the same", "jdmaturen sbg.py", "-2.115", around(1e-3, "cut, not rounded"), perCustomer)
	for _, c := range []struct {
		m                sbg.Model
		hp, tests, words string
	}{
		{sbg.Model{Alpha: 3.8, Beta: 15.2}, "3.30981842102536962 3.45100032890988322 3.58654365654428586 3.71681153873098856 3.84213402402691886", "3.31 3.45 3.59 3.72 3.84", "(3.8, 15.2)"},
		{sbg.Model{Alpha: 0.067, Beta: 0.267}, "7.67083546092217429 9.45529943199553121 9.85083376993705012 10.0561670140875088 10.1886400084066513", "7.68 9.46 9.86 10.06 10.19", "(.067, .267)"},
	} {
		g.each("DERL before renewal %d, d = .1, at "+c.words, 1, "high precision", c.hp, exact, func(n int) float64 { return c.m.DERL(0.1, n) })
		g.each("DERL before renewal %d, d = .1, at "+c.words, 1, "Fader and Hardie 2010, table 3; PyMC-Marketing", c.tests, tested(1e-2), func(n int) float64 { return c.m.DERL(0.1, n) })
	}
	cohorts := func(b *bench, _ need) fitted {
		return fit(b, "sBG cohorts", sbg.Fit, func() []sbg.Cohort {
			all, of := []float64{10000, 8000, 6480, 5307, 4391}, []sbg.Cohort(nil)
			for n := len(all); n > 0; n-- {
				of = append(of, sbg.FromSurvivors(all[:n]...))
			}
			return of
		})
	}
	for i, want := range []string{"3.80", "15.19"} {
		g.with(nothing, []string{"α", "β"}[i]+", five cohorts of 10,000 of ages 0 to 4", "jdmaturen sbg.py", want, tested(1e-2), func(b *bench) float64 { return cohorts(b, nothing).estimate(i) })
	}
	return g
}

// evenLikelihood is the log-likelihood a customer of the high end panel, put
// together from its probabilities.
func evenLikelihood(m sbg.Model) float64 {
	s, ll := survivors["high end"], 0.0
	for t := 1; t < len(s); t++ {
		ll += (s[t-1] - s[t]) * math.Log(m.ProbabilityOfChurn(t))
	}
	return (ll + s[len(s)-1]*m.LogSurvival(len(s)-1)) / s[0]
}

func bdwFit(segment string, years int) func(*bench, need) fitted {
	return func(b *bench, _ need) fitted {
		return fit(b, fmt.Sprint("BdW ", segment, years), bdw.Fit, func() []sbg.Cohort { return cohort(segment, years) })
	}
}

// A search without derivatives found these maxima: their log-likelihood has 13
// digits, the parameters half as many.
var bdwPanels = []struct {
	segment                 string
	years                   int
	estimates, ll, survival string
}{
	{"regular", 5, "0.523029310989228 0.8942826582084183 1.196398709488323", "-1401.383051678618", "1.0 0.6309709348709446 0.4684130787005594 0.3812137988723203 0.3260453295819684 0.2875394546953837 0.2588858406446159 0.23658515096494342 0.21864429307519057 0.20383907012141994 0.1913729375339972 0.18070350984669373 0.17144763759868195"},
	{"regular", 8, "0.4556139799570763 0.7793254772550902 1.2834513218817092", "-1679.6028329071778", "1.0 0.6310637114263 0.46744532441319503 0.3815444716137517 0.3277044026406488 0.2902697255392686 0.2624471527730667 0.2407905887449181 0.22335316740204061 0.20894541668525754 0.19679609968272113 0.18638127954258132 0.17733139284324884"},
	{"high end", 5, "0.25933577410825187 1.7225517592824502 1.5843613685208653", "-1222.7493182408216", "1.0 0.8691470783588973 0.7419286325494667 0.6547847156520735 0.5929332535630706 0.5466108313021555 0.5103694041384224 0.481044743420538 0.45668880529320777 0.43603729594402885 0.4182323306599063 0.4026697712352632 0.38891072667086113"},
	{"high end", 8, "0.2142533224810253 1.4265747700630422 1.72356492129207", "-1605.3142132141925", "1.0 0.8694236626892277 0.7403651910386766 0.6552886484148924 0.5961616911994067 0.5523298921588004 0.5182001295172647 0.4906370667104374 0.46775237606282943 0.4483379116129465 0.43158174406759703 0.4169158803135437 0.40392959526744243"},
}

func bdwGroup() group {
	g := group{title: "BdW", about: "Package [bdw](models/bdw.md). The same panels."}
	for _, p := range bdwPanels {
		name := fmt.Sprintf("%s, %d years", p.segment, p.years)
		f := bdwFit(p.segment, p.years)
		for i, want := range strings.Fields(p.estimates) {
			g.with(nothing, []string{"a", "b", "c"}[i]+", "+name, "search without derivatives", want, tolerance{relative: 1e-5, why: "its search"}, func(b *bench) float64 { return f(b, nothing).estimate(i) })
		}
		g.with(nothing, "LL, "+name, "search without derivatives", p.ll, exact, func(b *bench) float64 { return f(b, nothing).d.LogLikelihood })
		best := bdw.Model{}
		_, _ = fmt.Sscan(p.estimates, &best.A, &best.B, &best.C)
		g.each("S(%d), "+name, 0, "computed apart, 16 digits", p.survival, exact, best.Survival)
	}
	one, same := bdw.Model{A: 0.704, B: 1.182, C: 1}, sbg.Model{Alpha: 0.704, Beta: 1.182}
	curved := bdw.Model{A: 0.4556, B: 0.7793, C: 1.2835}
	for t := 1; t <= 7; t++ {
		g.add(fmt.Sprintf("S(%d) with c = 1", t), "sBG", fmt.Sprintf("%.13g", same.Survival(t)), exact, one.Survival(t))
		g.add(fmt.Sprintf("P(T = %d)", t), "S(t-1) - S(t)", fmt.Sprintf("%.13g", curved.Survival(t-1)-curved.Survival(t)), exact, curved.ProbabilityOfChurn(t))
	}
	return g
}
