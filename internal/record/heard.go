package record

import "time"

// Spend is what was spent on marketing in a stretch of days.
type Spend struct {
	Source          string    `json:"source"`
	From            time.Time `json:"from"` // first day, at midnight UTC: reports carry days, not instants
	To              time.Time `json:"to"`   // last day, the same as From for daily rows
	Account         string    `json:"account,omitempty"`
	Channel         string    `json:"channel,omitempty"` // the platform, such as facebook_ads
	Campaign        string    `json:"campaign,omitempty"`
	CampaignID      string    `json:"campaign_id,omitempty"`
	Group           string    `json:"group,omitempty"` // ad set or ad group
	Ad              string    `json:"ad,omitempty"`
	Segment         string    `json:"segment,omitempty"` // further breakdowns of the report, such as the device
	Currency        string    `json:"currency,omitempty"`
	Cost            Money     `json:"cost"`
	Impressions     *int64    `json:"impressions,omitempty"`
	Clicks          *int64    `json:"clicks,omitempty"`
	Conversions     Money     `json:"conversions"` // in millionths: platforms report parts of one
	ConversionValue Money     `json:"conversion_value"`
}

// Review is what somebody said in public.
type Review struct {
	Source    string    `json:"source"`
	ID        string    `json:"id"`
	Who       Who       `json:"who"`
	At        time.Time `json:"at"`
	Stars     Money     `json:"stars"` // in millionths, of OutOf
	OutOf     int       `json:"out_of,omitempty"`
	Title     string    `json:"title,omitempty"`
	Text      string    `json:"text,omitempty"`
	Author    string    `json:"author,omitempty"`
	Product   string    `json:"product,omitempty"`
	Place     string    `json:"place,omitempty"` // shop, domain or location
	OrderID   string    `json:"order_id,omitempty"`
	RepliedAt time.Time `json:"replied_at"`
	Reply     string    `json:"reply,omitempty"`
}

// Response is the answer to one question of a survey.
type Response struct {
	Source   string    `json:"source"`
	ID       string    `json:"id"` // of the whole response: with Question it is unique
	Who      Who       `json:"who"`
	At       time.Time `json:"at"`
	Survey   string    `json:"survey,omitempty"`
	Question string    `json:"question,omitempty"`
	Measure  string    `json:"measure,omitempty"` // nps, csat, ces, rating, or empty
	Score    Money     `json:"score"`             // in millionths
	OutOf    int       `json:"out_of,omitempty"`  // best score; 0 when not a score
	Text     string    `json:"text,omitempty"`
}

// Event is something somebody did.
type Event struct {
	Source   string    `json:"source"`
	ID       string    `json:"id"` // the source's, or made from the row's content
	Who      Who       `json:"who"`
	At       time.Time `json:"at"`
	Name     string    `json:"name"` // product_viewed, product_added, checkout_started, order_completed, …
	Session  string    `json:"session,omitempty"`
	Product  string    `json:"product,omitempty"`
	Category string    `json:"category,omitempty"`
	OrderID  string    `json:"order_id,omitempty"`
	Amount   Money     `json:"amount"`
	Currency string    `json:"currency,omitempty"`
	Channel  string    `json:"channel,omitempty"`
	Page     string    `json:"page,omitempty"`
}

// Kind implements Record.
func (*Spend) Kind() Kind { return Spends }

// Kind implements Record.
func (*Review) Kind() Kind { return Reviews }

// Kind implements Record.
func (*Response) Kind() Kind { return Responses }

// Kind implements Record.
func (*Event) Kind() Kind { return Events }
