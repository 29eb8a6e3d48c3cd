internal import Foundation
internal import TenantStore

/// A promotion as the database holds it for one shopper.
struct PromotionOffer: TenantRow {
  private(set) var promotion: Promotion
  /// The code that the shopper entered for it, if one was; one that is left before one that is not.
  let enteredCode: String?
  /// All codes that the shopper entered for it.
  let enteredCodes: [String]
  /// How often one person may have it.
  let personLimit: Int64?
  private let state: String
  private let starts: Date?
  private let ends: Date?
  private let usesLeft: Int64?
  private let moneyLeft: Int64?
  private let piecesLeft: Int64?
  private let personUses: Int64
  private let isCodeLeft: Bool
  private let isFirstOrder: Bool?

  private static let names = PureMemo<String, LocalizedText>()
  private static let terms = PureMemo<String, PromotionTerms>()

  init(row: inout ColumnReader) throws {
    let id: PromotionID = try row.next()
    let code: String = try row.next()
    let name: String = try row.next()
    let (group, priority) = (try row.next(String.self), try row.next(Int.self))
    let needsCode: Bool = try row.next()
    let terms: String = try row.next()
    promotion = Promotion(
      id: id,
      code: code,
      name: Self.names.value(of: name) { LocalizedText(orEmpty: $0) },
      group: group,
      priority: priority,
      needsCode: needsCode,
      terms: Self.terms.value(of: terms) { PromotionTerms(json: $0) }
    )
    state = try row.next()
    starts = try row.next()
    ends = try row.next()
    usesLeft = try row.next()
    moneyLeft = try row.next()
    piecesLeft = try row.next()
    personLimit = try row.next()
    personUses = try row.next()
    enteredCode = try row.next()
    enteredCodes = try row.next()
    isCodeLeft = try row.next()
    isFirstOrder = try row.next()
  }

  /// A promotion as if it ran now, to who has used nothing and entered its code where it needs one.
  init(trying stored: StoredPromotion) {
    let draft = stored.draft
    promotion = Promotion(
      id: stored.id,
      code: draft.code,
      name: draft.name,
      group: draft.group,
      priority: draft.priority,
      needsCode: draft.needsCode,
      terms: draft.terms
    )
    (state, starts, ends) = (PromotionLifecycle.active.rawValue, nil, nil)
    usesLeft = draft.usesLimit.map { $0 - stored.uses }
    moneyLeft = draft.moneyLimit.map { $0 - stored.moneySpent }
    piecesLeft = draft.piecesLimit.map { $0 - stored.piecesSold }
    personLimit = draft.personLimit
    personUses = 0
    (enteredCode, enteredCodes, isCodeLeft, isFirstOrder) = (nil, [], true, nil)
  }

  /// The promotion for who buys in a group of it: its price is the price of pieces.
  ///
  /// Nobody else is offered it, so that the rule of promotions need not know of groups.
  var inGroup: Self? {
    guard let group = promotion.terms.effect.groupPrice else { return nil }
    var offer = self
    var terms = promotion.terms
    terms.effect = .price(group.price)
    offer.promotion = Promotion(
      id: promotion.id,
      code: promotion.code,
      name: promotion.name,
      group: promotion.group,
      priority: promotion.priority,
      terms: terms
    )
    return offer
  }

  /// The promotion as a candidate at a moment.
  func candidate(at now: Date) -> PromotionCandidate {
    var candidate = PromotionCandidate(promotion, obstacle: obstacle(at: now))
    candidate.moneyLeft = moneyLeft
    if promotion.terms.effect.countsPieces {
      let left = [piecesLeft, personLimit.map { $0 - personUses }].compactMap { $0 }.min()
      candidate.piecesLeft = left.map { Int(max(0, min($0, 1_000_000))) }
    }
    return candidate
  }

  /// The facts, with what the shop itself knows where nobody else does.
  func facts(_ facts: ShopperFacts) -> ShopperFacts {
    var facts = facts
    facts.isFirstOrder = facts.isFirstOrder ?? isFirstOrder
    return facts
  }

  private func obstacle(at now: Date) -> PromotionReason? {
    if let starts, now < starts { return .notStarted }
    if state == "paused" { return .paused }
    if state != "active" || ends.map({ $0 <= now }) ?? false { return .ended }
    if usesLeft == 0 || piecesLeft == 0 { return .budgetExhausted }
    if promotion.needsCode, !isCodeLeft { return .codeUsed }
    if let personLimit, personUses >= personLimit { return .personLimitReached }
    return nil
  }
}

extension LocalizedText {
  /// A name as the database keeps it; one that cannot be read becomes an empty one.
  fileprivate init(orEmpty json: String) {
    self =
      (try? JSONDecoder().decode(Self.self, from: Data(json.utf8))) ?? LocalizedText([:])
  }
}

extension PromotionTerms {
  /// Terms as the database keeps them; what cannot be read becomes terms that cannot be evaluated.
  init(json: String) {
    self =
      (try? JSONDecoder().decode(Self.self, from: Data(json.utf8))) ?? PromotionTerms(.spend([]))
  }

  /// The terms as the database keeps them; equal terms give equal texts.
  var json: String {
    get throws { try JSONValue(encoding: self).canonicalText }
  }
}

extension PromotionEffect {
  /// Whether its limits count pieces, not orders.
  var countsPieces: Bool {
    switch self {
    case .price, .groupPrice: true
    default: false
    }
  }

  /// What a piece costs in a group, how many people make one, and how many hours it has.
  var groupPrice: (price: Int64, size: Int, hours: Int)? {
    if case .groupPrice(let price, let size, let hours) = self { (price, size, hours) } else { nil }
  }

  /// The merchant's number of the gift.
  var gift: String? { if case .gift(let sku, _) = self { sku } else { nil } }
}

/// Which codes were entered.
enum EnteredCodes {
  case ofCart(CartID)
  case listed([String])

  /// The column `code`.
  fileprivate var part: QueryPart {
    switch self {
    case .ofCart(let cart):
      """
      SELECT cc.code FROM storefront.cart_code cc
      WHERE cc.tenant_id = $1 AND cc.cart_id = \(cart)
      """
    case .listed(let codes): "SELECT unnest(\(codes)) AS code"
    }
  }
}

extension TenantQuerying {
  /// What a shopper could have: what runs now, and what an entered code belongs to.
  ///
  /// Whether it is the session's first order is looked up only where terms ask for it.
  func promotionOffers(codes: EnteredCodes, person: UUID, session: SessionID?) async throws
    -> [PromotionOffer]
  {
    let query = promotionOffersQuery(codes: codes, person: person, session: session)
    return try await batch([query])[0].all()
  }

  /// As ``promotionOffers(codes:person:session:)``, for a batch; each row is a ``PromotionOffer``.
  func promotionOffersQuery(codes: EnteredCodes, person: UUID, session: SessionID?) -> TenantQuery {
    let now = environment.now()
    let which: QueryPart = """
      NOT p.is_group AND p.state <> 'draft' AND (
        e.codes IS NOT NULL
        OR NOT p.needs_code AND p.state = 'active' AND (p.starts_at IS NULL OR p.starts_at <= \(now))
          AND (p.ends_at IS NULL OR p.ends_at > \(now)))
      """
    return candidatesQuery(which, codes: codes, person: person, session: session)
  }

  /// The one promotion that holds for who buys in a group of it.
  func groupOffers(of promotion: PromotionID, person: UUID, session: SessionID?) async throws
    -> [PromotionOffer]
  {
    let query = candidatesQuery(
      "p.id = \(promotion) AND p.is_group",
      codes: .listed([]),
      person: person,
      session: session
    )
    return try await batch([query])[0].all(PromotionOffer.self).compactMap(\.inGroup)
  }

  private func candidatesQuery(
    _ which: QueryPart,
    codes: EnteredCodes,
    person: UUID,
    session: SessionID?
  ) -> TenantQuery {
    """
    SELECT p.id, p.code, p.name::text, p.stacking_group, p.priority, p.needs_code, p.terms::text,
      p.state, p.starts_at, p.ends_at, p.uses_limit - p.uses, p.money_limit - p.money_spent,
      p.pieces_limit - p.pieces_sold, p.person_limit, coalesce(w.uses, 0), e.codes[1],
      coalesce(e.codes, '{}'), coalesce(e.is_left, false),
      CASE WHEN p.terms #> '{audience,isFirstOrder}' = 'true' THEN NOT EXISTS (
        SELECT FROM storefront.customer_order o
        WHERE o.tenant_id = \(tenant) AND o.session_id = \(session?.uuid)
          AND o.status <> 'cancelled') END
    FROM storefront.promotion p
    LEFT JOIN storefront.promotion_person w
      ON w.tenant_id = \(tenant) AND w.promotion_id = p.id AND w.person_id = \(person)
    LEFT JOIN (
      SELECT c.promotion_id, array_agg(c.code ORDER BY c.is_left DESC, c.code) AS codes,
        bool_or(c.is_left) AS is_left
      FROM (
        SELECT c.promotion_id, c.code, c.uses_limit IS NULL OR c.uses < c.uses_limit AS is_left
        FROM (\(codes.part)) n
        JOIN storefront.promotion_code c ON c.tenant_id = \(tenant) AND c.code = n.code
      ) c
      GROUP BY c.promotion_id
    ) e ON e.promotion_id = p.id
    WHERE p.tenant_id = \(tenant) AND \(which)
    ORDER BY p.id
    """
  }
}
