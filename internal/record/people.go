package record

import "time"

// Customer is a profile: what a source says of somebody, orders apart.
type Customer struct {
	Source    string    `json:"source"`
	ID        string    `json:"id"` // unique in its source: its id, else the e-mail address
	Who       Who       `json:"who"`
	Name      string    `json:"name,omitempty"`
	Country   string    `json:"country,omitempty"`
	City      string    `json:"city,omitempty"`
	Tags      string    `json:"tags,omitempty"`
	CreatedAt time.Time `json:"created_at"` // UTC; zero when not told
	Consent   *bool     `json:"consent,omitempty"`
	Orders    *int64    `json:"orders,omitempty"` // as the source counts them
	Spent     Money     `json:"spent"`            // as the source adds it up
	Currency  string    `json:"currency,omitempty"`
}

// Subscription is a contract as it stands.
type Subscription struct {
	Source     string    `json:"source"`
	ID         string    `json:"id"`
	Who        Who       `json:"who"`
	Plan       string    `json:"plan,omitempty"`
	Status     string    `json:"status,omitempty"`   // as the source says, in lower case
	Interval   string    `json:"interval,omitempty"` // day, week, month or year
	Every      int       `json:"every,omitempty"`    // of those; 1 when not told
	Quantity   Money     `json:"quantity"`           // in millionths
	Amount     Money     `json:"amount"`             // a period, all units together
	Currency   string    `json:"currency,omitempty"`
	CreatedAt  time.Time `json:"created_at"`
	StartedAt  time.Time `json:"started_at"`
	TrialEnds  time.Time `json:"trial_ends"`
	PaidUntil  time.Time `json:"paid_until"`  // end of the current period
	CanceledAt time.Time `json:"canceled_at"` // when notice was given
	EndedAt    time.Time `json:"ended_at"`    // when it was over
	Reason     string    `json:"reason,omitempty"`
}

// SubscriptionChange is something that happened to a contract.
type SubscriptionChange struct {
	Source         string    `json:"source"`
	SubscriptionID string    `json:"subscription_id"`
	At             time.Time `json:"at"`
	What           string    `json:"what"` // started, trial_started, canceled, ended, plan_changed, paused, resumed
	Amount         Money     `json:"amount"`
	Detail         string    `json:"detail,omitempty"`
}

// Ticket is a request to support.
type Ticket struct {
	Source            string    `json:"source"`
	ID                string    `json:"id"`
	Who               Who       `json:"who"`
	Subject           string    `json:"subject,omitempty"`
	Status            string    `json:"status,omitempty"`
	Priority          string    `json:"priority,omitempty"`
	Type              string    `json:"type,omitempty"`
	Channel           string    `json:"channel,omitempty"`
	Group             string    `json:"group,omitempty"`
	Tags              string    `json:"tags,omitempty"`
	CreatedAt         time.Time `json:"created_at"`
	SolvedAt          time.Time `json:"solved_at"`
	FirstReplyMinutes *int64    `json:"first_reply_minutes,omitempty"`
	ResolutionMinutes *int64    `json:"resolution_minutes,omitempty"`
	Replies           *int64    `json:"replies,omitempty"`
	Reopens           *int64    `json:"reopens,omitempty"`
	Satisfaction      string    `json:"satisfaction,omitempty"` // good, bad, offered, or empty
}

// Kind implements Record.
func (*Customer) Kind() Kind { return Customers }

// Kind implements Record.
func (*Subscription) Kind() Kind { return Subscriptions }

// Kind implements Record.
func (*SubscriptionChange) Kind() Kind { return SubscriptionChanges }

// Kind implements Record.
func (*Ticket) Kind() Kind { return Tickets }
