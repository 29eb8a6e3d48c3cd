internal import TenantStore

/// What is left to pay of a basket while promotions are applied.
struct PromotionState {
  /// What is left of each line.
  var lines: [Int64]
  /// What is left of the freight.
  var freight: Int64

  var paid: Int64 { lines.reduce(freight, +) }

  /// The state after a grant.
  func after(_ grant: PromotionGrant) -> Self {
    Self(lines: zip(lines, grant.lines).map { $0 - $1 }, freight: freight - grant.freight)
  }
}

/// What one promotion gives at one moment.
struct PromotionGrant: Equatable {
  var lines: [Int64]
  var freight: Int64 = 0
  var pieces = 0
  var gifts = 0
  /// What the gifts would cost.
  var giftValue: Int64 = 0

  var amount: Int64 { lines.reduce(freight, +) }
}

/// What a promotion does to what is left to pay.
///
/// Every amount is taken of what earlier promotions left (one basis), rounded half up once per line
/// or once for the whole and then shared by largest remainder, and is at most what is left.
struct PromotionEffectRule {
  let candidate: PromotionCandidate
  let basket: PromotionBasket
  /// The positions of its goods.
  let goods: [Int]

  private var terms: PromotionTerms { candidate.promotion.terms }

  /// What the promotion gives, or why nothing.
  func grant(in state: PromotionState) -> Result<PromotionGrant, PromotionRefusal> {
    if let reason = reason(in: state) { return .failure(PromotionRefusal(reason)) }
    var grant = raw(in: state)
    if let maximum = terms.maximum, grant.amount > maximum {
      if grant.freight > 0 {
        grant.freight = maximum
      } else {
        grant.lines = maximum.allocated(by: grant.lines)
      }
    }
    guard grant.amount > 0 || grant.gifts > 0 else { return .failure(PromotionRefusal(.noEffect)) }
    if let left = candidate.moneyLeft, grant.amount + grant.giftValue > left {
      return .failure(PromotionRefusal(.budgetExhausted))
    }
    return .success(grant)
  }

  private func reason(in state: PromotionState) -> PromotionReason? {
    guard !goods.isEmpty else { return .noMatchingGoods }
    let pieces = goods.reduce(0) { $0 + basket.lines[$1].quantity }
    let amount = goods.reduce(0) { $0 + state.lines[$1] }
    let (leastAmount, leastPieces) = least
    if amount < leastAmount { return .amountTooLow(needed: leastAmount, present: amount) }
    if pieces < leastPieces { return .piecesTooFew(needed: leastPieces, present: pieces) }
    switch terms.effect {
    case .gift: return candidate.giftPrice == nil ? .giftUnavailable : nil
    case .groupPrice: return .onlyInGroups
    case .price: return candidate.piecesLeft == 0 ? .budgetExhausted : nil
    default: return nil
    }
  }

  /// The least amount and the fewest pieces for which anything is given.
  private var least: (Int64, Int) {
    switch terms.effect {
    case .spend(let tiers): (max(terms.minimumAmount, tiers[0].from), terms.minimumPieces)
    case .each(let full, _): (max(terms.minimumAmount, full), terms.minimumPieces)
    case .pieces(let tiers): (terms.minimumAmount, max(terms.minimumPieces, Int(tiers[0].from)))
    case .buyGet(let buy, let get, _): (terms.minimumAmount, max(terms.minimumPieces, buy + get))
    default: (terms.minimumAmount, terms.minimumPieces)
    }
  }

  private func raw(in state: PromotionState) -> PromotionGrant {
    var grant = PromotionGrant(lines: basket.lines.map { _ in 0 })
    let sum = goods.reduce(0) { $0 + state.lines[$1] }
    switch terms.effect {
    case .price(let price): atPrice(price, state, &grant)
    case .item(.fixed(let off)):
      for index in goods {
        grant.lines[index] = min(off * Int64(basket.lines[index].quantity), state.lines[index])
      }
    case .item(.percent(let points)): percent(points, state, &grant)
    case .pieces(let tiers):
      let pieces = goods.reduce(0) { $0 + basket.lines[$1].quantity }
      if case .percent(let points)? = tiers.last(where: { $0.from <= pieces })?.reward {
        percent(points, state, &grant)
      }
    case .buyGet(let buy, let get, let points):
      cheapest(buy: buy, get: get, points, state, &grant)
    case .spend(let tiers):
      switch tiers.last(where: { $0.from <= sum })?.reward {
      case .fixed(let off)?: share(min(off, sum), state, &grant)
      case .percent(let points)?: share(PercentRule.share(of: sum, points), state, &grant)
      case nil: break
      }
    case .each(let full, let off):
      let times = Int128(sum / full)
      share(Int64(min(times * Int128(off), Int128(sum))), state, &grant)
    case .groupPrice: break
    case .shipping(.fixed(let off)): grant.freight = min(off, state.freight)
    case .shipping(.percent(let points)):
      grant.freight = PercentRule.share(of: state.freight, points)
    case .gift(_, let quantity):
      grant.gifts = quantity
      grant.giftValue = (candidate.giftPrice ?? 0) * Int64(quantity)
    }
    return grant
  }

  private func percent(_ points: Int, _ state: PromotionState, _ grant: inout PromotionGrant) {
    for index in goods {
      grant.lines[index] = PercentRule.share(of: state.lines[index], points)
    }
  }

  private func share(_ amount: Int64, _ state: PromotionState, _ grant: inout PromotionGrant) {
    guard amount > 0 else { return }
    let shares = amount.allocated(by: goods.map { state.lines[$0] })
    for (index, share) in zip(goods, shares) { grant.lines[index] = share }
  }

  /// Gives the price to the first pieces, in the order of lines, until the limit is reached.
  private func atPrice(_ price: Int64, _ state: PromotionState, _ grant: inout PromotionGrant) {
    var left = candidate.piecesLeft ?? .max
    for index in goods {
      let pieces = min(basket.lines[index].quantity, left)
      let cost = portion(pieces, of: index, 10_000, state)
      let off = cost - price * Int64(pieces)
      guard off > 0 else { continue }
      grant.lines[index] = off
      grant.pieces += pieces
      left -= pieces
    }
  }

  /// Takes a share off the cheapest pieces; equally cheap ones in the order of lines.
  private func cheapest(
    buy: Int,
    get: Int,
    _ points: Int,
    _ state: PromotionState,
    _ grant: inout PromotionGrant
  ) {
    let pieces = goods.reduce(0) { $0 + basket.lines[$1].quantity }
    var left = pieces / (buy + get) * get
    let byPrice = goods.sorted { first, second in
      let prices = (
        Int128(state.lines[first]) * Int128(basket.lines[second].quantity),
        Int128(state.lines[second]) * Int128(basket.lines[first].quantity)
      )
      return prices.0 == prices.1 ? first < second : prices.0 < prices.1
    }
    for index in byPrice where left > 0 {
      let count = min(left, basket.lines[index].quantity)
      grant.lines[index] = portion(count, of: index, points, state)
      left -= count
    }
  }

  /// A share of what some pieces of a line still cost, rounded half up once.
  private func portion(_ count: Int, of index: Int, _ points: Int, _ state: PromotionState)
    -> Int64
  {
    let whole = Int128(basket.lines[index].quantity) * Int128(PercentRule.whole)
    let product = Int128(state.lines[index]) * Int128(count) * Int128(points)
    return Int64((product + whole / 2) / whole)
  }
}

/// A reason that is thrown inside the rule.
struct PromotionRefusal: Error, Equatable {
  let reason: PromotionReason

  init(_ reason: PromotionReason) { self.reason = reason }
}
