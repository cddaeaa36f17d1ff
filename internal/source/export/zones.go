package export

import (
	"strings"
	"time"
)

// namedZones are IANA's names of the zones that tills write in words, and of
// abbreviations that stand for one zone only where they are used.
var namedZones = map[string]string{
	"eastern time (us & canada)": "America/New_York", "central time (us & canada)": "America/Chicago",
	"mountain time (us & canada)": "America/Denver", "pacific time (us & canada)": "America/Los_Angeles",
	"indiana (east)": "America/Indiana/Indianapolis", "arizona": "America/Phoenix", "alaska": "America/Juneau", "hawaii": "Pacific/Honolulu",
	"atlantic time (canada)": "America/Halifax", "newfoundland": "America/St_Johns", "saskatchewan": "America/Regina",
	"puerto rico": "America/Puerto_Rico", "tijuana": "America/Tijuana", "mexico city": "America/Mexico_City", "monterrey": "America/Monterrey",
	"guadalajara": "America/Mexico_City", "central america": "America/Guatemala", "bogota": "America/Bogota", "lima": "America/Lima",
	"santiago": "America/Santiago", "buenos aires": "America/Argentina/Buenos_Aires", "brasilia": "America/Sao_Paulo",
	"utc": "UTC", "london": "Europe/London", "edinburgh": "Europe/London", "dublin": "Europe/Dublin", "lisbon": "Europe/Lisbon",
	"amsterdam": "Europe/Amsterdam", "berlin": "Europe/Berlin", "bern": "Europe/Zurich", "brussels": "Europe/Brussels", "copenhagen": "Europe/Copenhagen",
	"madrid": "Europe/Madrid", "paris": "Europe/Paris", "rome": "Europe/Rome", "stockholm": "Europe/Stockholm", "vienna": "Europe/Vienna",
	"prague": "Europe/Prague", "warsaw": "Europe/Warsaw", "budapest": "Europe/Budapest", "athens": "Europe/Athens", "helsinki": "Europe/Helsinki",
	"bucharest": "Europe/Bucharest", "istanbul": "Europe/Istanbul", "jerusalem": "Asia/Jerusalem", "abu dhabi": "Asia/Muscat",
	"new delhi": "Asia/Kolkata", "mumbai": "Asia/Kolkata", "kolkata": "Asia/Kolkata", "chennai": "Asia/Kolkata", "dhaka": "Asia/Dhaka",
	"bangkok": "Asia/Bangkok", "jakarta": "Asia/Jakarta", "singapore": "Asia/Singapore", "kuala lumpur": "Asia/Kuala_Lumpur", "hong kong": "Asia/Hong_Kong",
	"beijing": "Asia/Shanghai", "taipei": "Asia/Taipei", "seoul": "Asia/Seoul", "tokyo": "Asia/Tokyo", "osaka": "Asia/Tokyo", "sapporo": "Asia/Tokyo",
	"perth": "Australia/Perth", "darwin": "Australia/Darwin", "adelaide": "Australia/Adelaide", "brisbane": "Australia/Brisbane",
	"sydney": "Australia/Sydney", "melbourne": "Australia/Melbourne", "canberra": "Australia/Sydney", "hobart": "Australia/Hobart",
	"auckland": "Pacific/Auckland", "wellington": "Pacific/Auckland",
	"est": "America/New_York", "edt": "America/New_York", "mst": "America/Denver", "mdt": "America/Denver",
	"pst": "America/Los_Angeles", "pdt": "America/Los_Angeles", "cdt": "America/Chicago", "awst": "Australia/Perth",
	"aest": "Australia/Sydney", "aedt": "Australia/Sydney", "nzst": "Pacific/Auckland", "nzdt": "Pacific/Auckland", "gmt": "UTC", "bst": "Europe/London",
}

// zones finds time zones by what files call them.
type zones map[string]*time.Location

// named is the zone of a name in words, an abbreviation or one of IANA's;
// nil when unknown.
func (z zones) named(name string) *time.Location {
	if at, have := z[name]; have {
		return at
	}
	iana := namedZones[strings.ToLower(strings.Join(strings.Fields(name), " "))]
	if iana == "" && strings.Contains(name, "/") {
		iana = name
	}
	var at *time.Location
	if iana != "" {
		at, _ = time.LoadLocation(iana)
	}
	if len(z) < 1000 { // a file has a few; one with nonsense there has any number
		z[name] = at
	}
	return at
}
