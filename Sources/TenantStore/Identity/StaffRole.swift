/// What a member of staff may do at the merchant's desk, to the action.
public enum StaffPermission: String, CaseIterable, Sendable {
  /// Sign in and see what waits.
  case seeDesk
  /// See orders with the contact of whoever ordered.
  case seeOrders
  /// Note parcels, handing over and collecting.
  case shipOrders
  /// Call orders off.
  case cancelOrders
  /// Note that money has arrived.
  case confirmPayments
  /// Ask for money to go back.
  case askRefunds
  /// Be the second person for a refund above the shop's limit.
  case approveRefunds
  /// Note that money went back, or could not.
  case completeRefunds
  /// See what shoppers want to give back.
  case seeReturns
  /// Say yes or no to it.
  case decideReturns
  /// Note that goods are back.
  case receiveReturns
  /// Give back money or goods for what came back.
  case settleReturns
  /// See stock and lots.
  case seeStock
  /// Correct stock.
  case correctStock
  /// Take a lot back from everybody who has pieces of it.
  case recallLots
  /// See what came in and went back on a day.
  case seeBills
  /// Make out invoices, and take them back.
  case issueInvoices
  /// See products, on sale or not.
  case seeProducts
  /// Put products on sale, take them off, and change prices.
  case editProducts
  /// See promotions, and try them on a basket.
  case seePromotions
  /// Let promotions rest and run again.
  case pausePromotions
  /// Sell something for less for some hours.
  case startPromotions
  /// See reviews, hidden ones too.
  case seeReviews
  /// Answer reviews in public.
  case answerReviews
  /// Publish, refuse and hide reviews.
  case decideReviews
  /// See members with their families and what they hold.
  case seeMembers
  /// Put words on members.
  case changeMembers
  /// Give points by hand, and decide on referrals.
  case grantValue
  /// See conversations with those who ask.
  case seeService
  /// Answer them, and write what may be answered with.
  case answerService
  /// Publish and take back what is answered with, and note that a clinician signed.
  case decideKnowledge
  /// See forecasts and what recommendations bring.
  case seeInsight
  /// Change what is recommended.
  case changeInsight
}

/// What somebody is for a merchant; a closed list.
public enum StaffRole: String, CaseIterable, Sendable {
  /// Answers for the shop and may do all of it.
  case owner
  /// Runs the shop, but is no second person for refunds.
  case manager
  /// Packs, receives and counts.
  case warehouse
  /// Talks to shoppers.
  case service
  /// Answers for the money.
  case finance

  /// What the role may do; one table.
  public var permissions: Set<StaffPermission> {
    switch self {
    case .owner: Set(StaffPermission.allCases)
    case .manager: Set(StaffPermission.allCases).subtracting([.approveRefunds])
    case .warehouse:
      [
        .seeDesk, .seeOrders, .shipOrders, .seeReturns, .receiveReturns, .seeStock, .correctStock,
        .seeProducts,
      ]
    case .service:
      [
        .seeDesk, .seeOrders, .cancelOrders, .askRefunds, .seeReturns, .decideReturns, .seeStock,
        .seeProducts, .seePromotions, .seeReviews, .answerReviews, .decideReviews, .seeMembers,
        .changeMembers, .seeService, .answerService,
      ]
    case .finance:
      [
        .seeDesk, .seeOrders, .confirmPayments, .askRefunds, .approveRefunds, .completeRefunds,
        .seeReturns, .settleReturns, .seeBills, .issueInvoices, .seeProducts, .seePromotions,
        .seeInsight,
      ]
    }
  }

  /// Whether the role may do something.
  public func may(_ permission: StaffPermission) -> Bool { permissions.contains(permission) }
}
