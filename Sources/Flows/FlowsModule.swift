internal import Foundation
internal import Membership
internal import Storefront
public import TenantStore

/// What joins modules after the fact: events of one, told to another by jobs.
///
/// An event becomes a job of its own, which is tried again until the other module has heard of it, and
/// does nothing for a merchant who has not enabled both modules. Both ends know an event by the ids in
/// it, so that whatever comes twice counts once.
public enum FlowsModule {
  /// The value that gateway and command line compose.
  public static let module = TenantModule(
    name: "flows",
    settings: NoSettings.self,
    migrations: [],
    handlers: [
      .ask(.countOrder, "flows.count_orders", kind: "storefront.order_changed"),
      .ask(.noteOrder, "flows.note_orders", kind: "storefront.order_changed"),
      .ask(.creditChannels, "flows.credit_channels", kind: "storefront.order_changed"),
      .ask(.countRefund, "flows.count_refunds", kind: "storefront.refund_done"),
      .ask(.seePayer, "flows.see_payers", kind: "storefront.payer_seen"),
      .ask(.joinGuest, "flows.join_guests", kind: "membership.member_signed_in"),
      .ask(.joinSaved, "flows.join_saved_lines", kind: "membership.member_signed_in"),
      .ask(.joinCarts, "flows.join_carts", kind: "membership.member_signed_in"),
      .ask(.forgetMember, "flows.forget_choices", kind: "membership.consent_withdrawn"),
      .ask(.forgetMember, "flows.forget_members", kind: "membership.member_erased"),
      .ask(.bookConsultation, "flows.book_consultations", kind: "storefront.order_changed"),
      .ask(.forgetTalks, "flows.forget_talks", kind: "membership.sessions_erased"),
      .ask(.forgetArrivals, "flows.forget_arrivals", kind: "membership.sessions_erased"),
      .ask(.routeTalk, "flows.route_talks", kind: "service.handed_off"),
      .ask(.freeWayBack, "flows.free_ways_back", kind: "storefront.return_changed"),
      .ask(.countReview, "flows.count_reviews", kind: "storefront.review_changed"),
      .ask(.countReturn, "flows.count_returns", kind: "storefront.return_changed"),
      .ask(.settleBoxOrder, "flows.settle_paid_boxes", kind: "membership.box_paid"),
      .ask(.settleBoxOrder, "flows.settle_dropped_boxes", kind: "membership.box_called_off"),
    ],
    jobs: [
      .countOrder, .countRefund, .noteOrder, .joinGuest, .forgetMember, .forgetTalks, .countReturn,
      .countReview, .seePayer, .routeTalk, .freeWayBack, .settleBoxOrder, .bookConsultation,
      .joinSaved, .joinCarts, .creditChannels, .forgetArrivals,
    ]
  )

  /// There is nothing to set.
  struct NoSettings: ModuleSettings {
    func problems(in document: TenantDocument) -> [SettingsProblem] { [] }
  }
}

extension OutboxHandler {
  /// Asks for a job with what an event says, once for each event.
  fileprivate static func ask(_ job: JobKind, _ name: String, kind: String) -> Self {
    Self(name, kind: kind) { event, transaction in
      try await transaction.enqueue(
        JobRequest(job, payload: event.payload, key: event.id.description)
      )
    }
  }
}
