package export

import "github.com/perennial-clv/perennial/internal/record"

var trustpilotReviews = &Format{
	Name: "trustpilot-reviews", Title: "Trustpilot service reviews", Kind: record.Reviews, Source: "trustpilot",
	match: func(h *header) int {
		return sure(100, h.has("reviewid", "reviewstars") && h.any("reviewcreatedutc", "reviewcontent", "reviewtitle"))
	},
	reader: reviewReader(reviewColumns{
		source: "trustpilot", utc: true, best: 5, id: []string{"reviewid"}, at: []string{"reviewcreatedutc", "reviewcreated"},
		stars: []string{"reviewstars"}, title: []string{"reviewtitle"}, text: []string{"reviewcontent"}, author: []string{"reviewusername"},
		email: []string{"reviewuseremail"}, who: []string{"reviewconsumeruserid"}, place: []string{"locationname", "domainurl", "webshopname"},
		order: []string{"referenceid"}, replied: []string{"businessreplydateutc", "businessreplydate"}, reply: []string{"businessreply", "businessreplycontent", "businessreplytext"},
	}),
}

var trustpilotProducts = &Format{
	Name: "trustpilot-product-reviews", Title: "Trustpilot product reviews", Kind: record.Reviews, Source: "trustpilot",
	match: func(h *header) int {
		return sure(100, h.has("reviewid", "stars") && h.any("productname", "productsku") && h.any("content", "consumername"))
	},
	reader: reviewReader(reviewColumns{
		source: "trustpilot", utc: true, best: 5, id: []string{"reviewid"}, at: []string{"createdat"}, stars: []string{"stars"}, title: []string{"title"},
		text: []string{"content"}, author: []string{"consumername", "consumerdisplayname"}, email: []string{"consumeremail", "email"},
		who: []string{"consumerid"}, product: []string{"productsku", "productid", "productname"}, order: []string{"referenceid"},
	}),
}

// sure is a mark when a condition holds, else 0.
func sure(mark int, is bool) int {
	if is {
		return mark
	}
	return 0
}
