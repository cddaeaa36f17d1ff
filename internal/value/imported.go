package value

// Imported is what an import did, or would do.
type Imported struct {
	Batch   Batch        `json:"batch"`
	Files   []FileReport `json:"files" doc:"What each file held, in the order in which they were named"`
	Notices []Notice     `json:"notices" doc:"What was assumed, and what to know"`
	Preview []Preview    `json:"preview" doc:"The first records of each file, as understood; of a dry run only"`
	// Rejected are some of the rows that would be left out.
	Rejected []Rejection `json:"rejected" doc:"Rows that would be left out, the first of them; of a dry run only"`
}

// Preview are the first records of a file, as understood.
type Preview struct {
	File    string          `json:"file"`
	Records []PreviewRecord `json:"records"`
}

// PreviewRecord is one record as understood.
type PreviewRecord struct {
	Kind   string         `json:"kind"`
	Fields map[string]any `json:"fields" doc:"What is known of it; amounts in major units, times in UTC"`
}

// ImportOptions say how files are to be read where a person knows better than
// what is found out. The zero value finds out everything.
type ImportOptions struct {
	Format   string            `json:"format,omitempty" doc:"Read every file as this format, such as shopify-orders"`
	Kind     string            `json:"kind,omitempty" doc:"What the files hold, for those that are mapped: orders, refunds, customers, …"`
	Map      map[string]string `json:"map,omitempty" doc:"Field to column, for those that are mapped"`
	Customer string            `json:"customer,omitempty" doc:"Column of the customer in a plain order log"`
	Time     string            `json:"time,omitempty" doc:"Column of the order's date or time in a plain order log"`
	Amount   string            `json:"amount,omitempty" doc:"Column of the amount in a plain order log"`
	Order    string            `json:"order,omitempty" doc:"Column of the order id in a plain order log"`
	Dates    string            `json:"dates,omitempty" doc:"Order of day, month and year: dmy, mdy or ymd"`
	Currency string            `json:"currency,omitempty" doc:"Keep only orders in this currency"`
	Zone     string            `json:"zone,omitempty" doc:"Time zone of the business: days begin there, and times without an offset are of it"`
	Table    string            `json:"table,omitempty" doc:"Table to read from a database"`
	Query    string            `json:"query,omitempty" doc:"Query to ask a database"`
	Cursor   string            `json:"cursor,omitempty" doc:"Column that grows, by which only what is new is read from a database"`
	Again    bool              `json:"again,omitempty" doc:"Read all of a database's answer, whatever was read before"`
	DryRun   bool              `json:"dry_run,omitempty" doc:"Say what would be taken in, and keep nothing"`
}
