package export

// usual are the names under which events are kept, by what GA4, the first
// Segment specification and click logs call them in snake case.
var usual = map[string]string{
	"page_view": "page_viewed", "view_item": "product_viewed", "view_item_list": "product_list_viewed", "select_item": "product_clicked",
	"add_to_cart": "product_added", "remove_from_cart": "product_removed", "view_cart": "cart_viewed", "begin_checkout": "checkout_started",
	"add_payment_info": "payment_info_entered", "add_shipping_info": "checkout_step_completed", "purchase": "order_completed", "refund": "order_refunded",
	"add_to_wishlist": "product_added_to_wishlist", "view_promotion": "promotion_viewed", "select_promotion": "promotion_clicked", "search": "products_searched",
	"view": "product_viewed", "cart": "product_added",
	"viewed_product": "product_viewed", "viewed_product_category": "product_list_viewed", "added_product": "product_added", "removed_product": "product_removed",
	"completed_order": "order_completed", "updated_order": "order_updated", "refunded_order": "order_refunded", "cancelled_order": "order_cancelled", "canceled_order": "order_cancelled", "order_canceled": "order_cancelled",
	"started_checkout": "checkout_started", "viewed_checkout_step": "checkout_step_viewed", "completed_checkout_step": "checkout_step_completed", "viewed_promotion": "promotion_viewed", "clicked_promotion": "promotion_clicked",
}

// eventName is the name an event is kept under.
func eventName(name string) string {
	name = snake(name)
	if u, ok := usual[name]; ok {
		return u
	}
	return name
}
