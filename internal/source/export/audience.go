package export

import "slices"

// audience are the exports of marketing, analytics, help desks, reviews and
// surveys.
func audience() []*Format {
	return slices.Concat(behaviour(), adFormats(), careFormats(), voiceFormats())
}

// behaviour are the exports of who customers are and what they do.
func behaviour() []*Format {
	return []*Format{klaviyoProfiles, ga4Events, trackedEvents, shopClicks, sessionViews}
}

// adFormats are the reports of what advertising cost.
func adFormats() []*Format { return []*Format{metaAds, googleAds, adPipeline, adSpend} }

// careFormats are the exports of help desks.
func careFormats() []*Format { return []*Format{zendeskTickets, hubspotTickets, incidentLog} }

// voiceFormats are what customers say: reviews, and answers to surveys.
func voiceFormats() []*Format {
	return []*Format{delightedResponses, trustpilotReviews, trustpilotProducts, googleReviews, plainReviews, surveyAnswers}
}
