package export

import (
	"strings"

	"github.com/perennial-clv/perennial/internal/record"
)

var googleReviews = &Format{
	Name: "google-reviews", Title: "Google reviews", Kind: record.Reviews, Source: "google",
	Note: "Google names nobody who could be a customer: reviewers are display names. Of translated reviews the original is kept.",
	match: func(h *header) int {
		return sure(100, h.has("starrating") && h.any("reviewid", "createtime", "reviewer.displayname"))
	},
	reader: func(h *header, o Options, out *output) (rows, error) {
		return singles{each: func(r *row) error { return googleReview(r, out) }}, nil
	},
}

func googleReview(r *row, out *output) (err error) {
	v := &record.Review{
		Source: "google", ID: r.text("reviewid"), Text: original(r.text("comment")), Author: r.text("reviewer.displayname", "reviewerdisplayname"),
		Reply: original(r.text("reviewreply.comment", "reviewreplycomment")), Stars: record.None, OutOf: 5,
	}
	// accounts/1/locations/2/reviews/3
	name := r.text("name")
	place, id, _ := strings.Cut(name, "/reviews/")
	if v.ID == "" {
		v.ID = id
	}
	if _, after, ok := strings.Cut(place, "locations/"); ok {
		v.Place = after
	}
	if v.ID == "" {
		return r.badIn("no review id", "reviewid", "name")
	}
	c, text := r.find("starrating")
	words := []string{"ONE", "TWO", "THREE", "FOUR", "FIVE"}
	for i, w := range words {
		if strings.EqualFold(text, w) || text == string(rune('1'+i)) {
			v.Stars = record.Money(i+1) * record.Micros
		}
	}
	if !v.Stars.Known() && text != "" && !strings.Contains(text, "UNSPECIFIED") {
		return r.bad(c, "not a star rating from ONE to FIVE")
	}
	if v.At, err = r.needWhen(true, "time", "createtime"); err != nil {
		return err
	}
	if v.RepliedAt, err = r.when(true, "reviewreply.updatetime", "reviewreplyupdatetime"); err != nil {
		return err
	}
	return out.put(v)
}

// original is what a reviewer wrote, without Google's translation before or
// behind it.
func original(text string) string {
	if _, after, ok := strings.Cut(text, "(Original)"); ok {
		return strings.TrimSpace(after)
	}
	before, _, _ := strings.Cut(text, "(Translated by Google)")
	return strings.TrimSpace(before)
}
