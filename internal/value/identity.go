package value

// Identity is whom an identifier stands for, and why.
type Identity struct {
	ID          string       `json:"id" doc:"The identifier that was asked about, as it is kept"`
	Person      string       `json:"person" doc:"The most telling of the person's identifiers: what the person is called"`
	Identifiers []Identifier `json:"identifiers" doc:"All of the person's, the most telling first"`
	Doubts      []string     `json:"doubts" doc:"What speaks against one person, in words"`
	Unused      []UnusedLink `json:"unused" doc:"Links from these identifiers to others that make nobody one; at most 100"`
	MoreUnused  int64        `json:"more_unused" doc:"Such links left off"`
	Splits      []Pair       `json:"splits" doc:"Of whom somebody said that they are two people, one of these identifiers among them"`
}

// Identifier is one identifier of a person.
type Identifier struct {
	ID     string     `json:"id"`
	Kind   string     `json:"kind" enum:"email,external,account,phone,device" doc:"external is the business's own id, account a platform's"`
	Source string     `json:"source" doc:"Where it first stood beside another; empty when it never did"`
	Import int64      `json:"import" doc:"The first import in which it did; 0 when none"`
	Why    []Evidence `json:"why" doc:"A shortest way of links from it to the identifier asked about; empty for that one"`
}

// Evidence is a link: two identifiers that one record gives to one person.
type Evidence struct {
	A      string `json:"a"`
	B      string `json:"b"`
	Source string `json:"source" doc:"Where the record is from"`
	Kind   string `json:"kind" doc:"What the record is, such as orders"`
	Import int64  `json:"import" doc:"The first import that brought such a record"`
	Says   string `json:"says" doc:"The link in a sentence"`
}

// UnusedLink is a link that makes nobody one.
type UnusedLink struct {
	Evidence
	Other       string `json:"other" doc:"The identifier that is not this person's"`
	OtherPerson string `json:"other_person" doc:"Whom it stands for"`
	Reason      string `json:"reason" enum:"shared,crowded,split,weaker" doc:"shared: a telephone or device of several people; crowded: an identifier of more than one person; split: somebody said so; weaker: better evidence leads elsewhere"`
	Because     string `json:"because" doc:"The reason in a sentence"`
}

// Pair is two identifiers of which somebody said that they are two people.
type Pair struct {
	A string `json:"a"`
	B string `json:"b"`
}

// Merges are the people with several identifiers.
type Merges struct {
	Total   int64   `json:"total" doc:"People with several identifiers"`
	Joined  int64   `json:"joined" doc:"Identifiers that stand for another one"`
	Shared  int64   `json:"shared" doc:"Telephones and devices of several people, which join none of them"`
	Crowded int64   `json:"crowded" doc:"Identifiers that stand with more others than one person has, and join nobody"`
	Splits  []Pair  `json:"splits" doc:"Of whom somebody said that they are two people"`
	Rows    []Merge `json:"rows"`
}

// Merge is a person with several identifiers.
type Merge struct {
	Person      string   `json:"person"`
	Identifiers int64    `json:"identifiers"`
	Emails      int64    `json:"emails" doc:"E-mail addresses among them; more than one is worth a look"`
	First       []string `json:"first" doc:"The others, at most ten"`
}

// Parting is what a split or its undoing did.
type Parting struct {
	A     Identity   `json:"a"`
	B     Identity   `json:"b"`
	Links []Evidence `json:"links" doc:"The links between the two that are used no more, or again"`
	Says  string     `json:"says" doc:"What happened, in a sentence"`
}
