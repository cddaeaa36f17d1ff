package export

import (
	"strings"

	"github.com/perennial-clv/perennial/internal/record"
)

var plainReviews = &Format{
	Name: "reviews", Title: "Reviews", Kind: record.Reviews, Source: "reviews",
	Note:  "Any table with a rating and the text of a review. Stars are of 5, or of 7, 10 or 100 when there are higher ones.",
	match: matchReviews,
	reader: reviewReader(reviewColumns{
		source: "reviews", id: []string{"reviewid", "id"}, at: reviewTimes, stars: reviewStars,
		title: []string{"reviewtitle", "title", "headline", "summary", "subject"}, text: reviewTexts,
		author: []string{"reviewername", "author", "displayname", "name", "username", "reviewer"}, email: []string{"revieweremail", "email", "useremail", "customeremail"},
		who: []string{"customerid", "userid", "reviewerid"}, product: []string{"productsku", "sku", "productid", "asin", "producthandle", "productname", "product", "clothingid", "itemid"},
		place: []string{"place", "location", "store", "shop", "domain"}, order: []string{"orderid", "ordernumber"},
		replied: []string{"replydate", "repliedat"}, reply: []string{"reply", "response", "storereply"},
	}),
}

var (
	reviewStars = []string{"rating", "stars", "starrating", "reviewrating", "reviewscore", "reviewstars", "score", "bewertung", "sterne", "liked", "overall"}
	reviewTexts = []string{"reviewtext", "reviewcontent", "reviewbody", "review", "body", "content", "comment", "reviewcomment", "text", "rezension"}
	reviewTimes = []string{"reviewdate", "createdat", "date", "submittedat", "publishedat", "reviewtime", "timestamp", "datum"}
)

// matchReviews wants a rating and a text that is called a review's, or half
// of it and a product.
func matchReviews(h *header) int {
	if !h.any(reviewStars...) || !h.any(reviewTexts...) || h.any("total", "amount", "orderdate", "price", "quantity", "permalink", "npsscore", "nps") {
		return 0
	}
	switch {
	case h.any("reviewtext", "reviewcontent", "reviewbody", "review", "reviewid", "reviewdate", "reviewername", "rezension"):
		return 50
	case h.any("productid", "productsku", "producthandle", "asin", "clothingid") && !h.any("score"):
		return 45
	}
	return 0
}

// reviewColumns are a format's normalised names.
type reviewColumns struct {
	source                             string
	utc                                bool // times without an offset are UTC
	best                               int  // the best rating, where it is known
	id, at, stars, title, text         []string
	author, email, who, product, place []string
	order, replied, reply              []string
}

func reviewReader(c reviewColumns) func(*header, Options, *output) (rows, error) {
	return func(h *header, o Options, out *output) (rows, error) {
		c := c
		if c.best == 0 {
			c.best, _ = scale(h.values(c.stars...))
			if h.any("liked") && !h.any("rating", "stars", "score") {
				c.best = 1
			}
		}
		v := &reviewing{reviewColumns: c, out: out, dates: datesOf(h, o, out, "", append(c.at, c.replied...)...)}
		return singles{each: v.next}, nil
	}
}

type reviewing struct {
	reviewColumns
	out   *output
	dates string
	made  contents
}

func (v *reviewing) next(r *row) (err error) {
	r.dates = v.dates
	w := &record.Review{
		Source: v.source, ID: r.text(v.id...), Who: record.Who{ID: r.text(v.who...), Email: record.NormalEmail(r.text(v.email...))},
		Title: r.text(v.title...), Text: r.text(v.text...), Author: r.text(v.author...), Product: r.text(v.product...),
		Place: r.text(v.place...), OrderID: strings.TrimPrefix(r.text(v.order...), "#"), Reply: r.text(v.reply...),
	}
	if w.ID == "" {
		w.ID = v.made.id(r)
	}
	if w.Stars, w.OutOf, err = v.score(r); err != nil {
		return err
	}
	if !w.Stars.Known() && w.Text == "" && w.Title == "" {
		return r.badIn("neither a rating nor a text", v.stars...)
	}
	if w.At, err = r.when(v.utc, v.at...); err != nil {
		return err
	}
	if w.RepliedAt, err = r.when(v.utc, v.replied...); err != nil {
		return err
	}
	return v.out.put(w)
}

// score is a row's rating, which may be missing, and the best one there is.
func (v *reviewing) score(r *row) (record.Money, int, error) {
	c, text := r.find(v.stars...)
	if text == "" {
		return record.None, 0, nil
	}
	stars, outOf, ok := scoreOf(text)
	if outOf == 0 {
		outOf = v.best
	}
	if !ok || stars < 0 || stars > record.Money(outOf)*record.Micros {
		return record.None, 0, r.bad(c, "not a rating")
	}
	return stars, outOf, nil
}
