import Storefront

/// The promotions of a basket by trying every set, piece by piece; slow, and written from the
/// description of the rule alone.
///
/// Money is kept as a fraction with one denominator per line (its number of pieces), so that a
/// piece's share is exact until the line is rounded.
struct PromotionOracle {
  let candidates: [PromotionCandidate]
  let basket: PromotionBasket

  struct Answer: Equatable {
    var paid: Int64
    var codes: [String]
    var lines: [Int64]
    var freight: Int64
  }

  private struct Trial {
    var left: [Int64]
    var freight: Int64
    var gifts: Int64 = 0
    var codes: [String] = []
    var ranks: [Int] = []
  }

  func answer() -> Answer {
    let byRank = candidates.sorted {
      $0.promotion.priority == $1.promotion.priority
        ? $0.promotion.code < $1.promotion.code : $0.promotion.priority < $1.promotion.priority
    }
    var winner: Trial?
    for mask in 0..<(1 << byRank.count) {
      let ranks = byRank.indices.filter { mask >> $0 & 1 == 1 }
      guard isAllowed(ranks.map { byRank[$0].promotion }), let trial = run(ranks, byRank) else {
        continue
      }
      if winner.map({ isBetter(trial, than: $0) }) ?? true { winner = trial }
    }
    let best = winner ?? start
    return Answer(
      paid: best.left.reduce(0, +) + best.freight,
      codes: best.codes.sorted(),
      lines: zip(start.left, best.left).map { $0 - $1 },
      freight: basket.freight - best.freight
    )
  }

  private var start: Trial {
    Trial(left: basket.lines.map { $0.unitPrice * Int64($0.quantity) }, freight: basket.freight)
  }

  private func isBetter(_ one: Trial, than other: Trial) -> Bool {
    let paid = (one.left.reduce(one.freight, +), other.left.reduce(other.freight, +))
    if paid.0 != paid.1 { return paid.0 < paid.1 }
    if one.gifts != other.gifts { return one.gifts > other.gifts }
    if one.ranks.count != other.ranks.count { return one.ranks.count < other.ranks.count }
    for (a, b) in zip(one.ranks.sorted(), other.ranks.sorted()) where a != b { return a < b }
    return false
  }

  private func isAllowed(_ promotions: [Promotion]) -> Bool {
    for (index, one) in promotions.enumerated() {
      for other in promotions[(index + 1)...] {
        if one.stage == other.stage && one.group == other.group { return false }
        if one.terms.excludes.contains(other.code) || other.terms.excludes.contains(one.code) {
          return false
        }
      }
    }
    return true
  }

  private func run(_ ranks: [Int], _ byRank: [PromotionCandidate]) -> Trial? {
    let order = ranks.sorted { a, b in
      let (first, second) = (byRank[a].promotion, byRank[b].promotion)
      return first.stage == second.stage
        ? first.group < second.group : first.stage.rawValue < second.stage.rawValue
    }
    var trial = start
    for rank in order {
      guard apply(byRank[rank], to: &trial) else { return nil }
      trial.codes.append(byRank[rank].promotion.code)
      trial.ranks.append(rank)
    }
    return trial
  }

  /// Takes off what one promotion gives; false when it gives nothing.
  private func apply(_ candidate: PromotionCandidate, to trial: inout Trial) -> Bool {
    let terms = candidate.promotion.terms
    guard candidate.obstacle == nil, admits(terms.audience) else { return false }
    let chosen = basket.lines.indices.filter { covers(terms.goods, basket.lines[$0]) }
    let sum = chosen.map { trial.left[$0] }.reduce(0, +)
    let count = chosen.map { basket.lines[$0].quantity }.reduce(0, +)
    guard !chosen.isEmpty, sum >= terms.minimumAmount, count >= terms.minimumPieces else {
      return false
    }
    var off = [Int64](repeating: 0, count: basket.lines.count)
    var freightOff: Int64 = 0
    switch terms.effect {
    case .gift(_, let quantity):
      guard let price = candidate.giftPrice else { return false }
      if let budget = candidate.moneyLeft, price * Int64(quantity) > budget { return false }
      trial.gifts += price * Int64(quantity)
      return true
    case .shipping(let reward): freightOff = reduction(of: trial.freight, reward)
    case .item(.fixed(let amount)):
      for index in chosen {
        var left = trial.left[index]
        for _ in 0..<basket.lines[index].quantity { left = max(0, left - amount) }
        off[index] = trial.left[index] - left
      }
    case .item(.percent(let points)):
      for index in chosen { off[index] = reduction(of: trial.left[index], .percent(points)) }
    case .pieces(let tiers):
      guard let tier = tiers.filter({ $0.from <= count }).max(by: { $0.from < $1.from }) else {
        return false
      }
      for index in chosen { off[index] = reduction(of: trial.left[index], tier.reward) }
    case .spend(let tiers):
      guard let tier = tiers.filter({ $0.from <= sum }).max(by: { $0.from < $1.from }) else {
        return false
      }
      off = spread(reduction(of: sum, tier.reward), chosen, trial)
    case .each(let full, let amount):
      var times: Int64 = 0
      while (times + 1) * full <= sum { times += 1 }
      off = spread(min(times * amount, sum), chosen, trial)
    case .price(let price):
      off = repriced(price, limit: candidate.piecesLeft, chosen, trial)
    case .groupPrice: return false
    case .buyGet(let buy, let get, let percent):
      off = cheapest(get * (count / (buy + get)), percent, chosen, trial)
    }
    return take(off, freightOff, terms.maximum, candidate.moneyLeft, &trial)
  }

  private func take(
    _ off: [Int64],
    _ freightOff: Int64,
    _ maximum: Int64?,
    _ budget: Int64?,
    _ trial: inout Trial
  ) -> Bool {
    var (off, freightOff) = (off, freightOff)
    if let maximum {
      freightOff = min(freightOff, maximum)
      if off.reduce(0, +) > maximum { off = remainders(maximum, off) }
    }
    let amount = off.reduce(freightOff, +)
    guard amount > 0, budget.map({ amount <= $0 }) ?? true else { return false }
    for index in off.indices { trial.left[index] -= off[index] }
    trial.freight -= freightOff
    return true
  }

  private func reduction(of amount: Int64, _ reward: PromotionReward) -> Int64 {
    switch reward {
    case .fixed(let off): min(off, amount)
    case .percent(let points): rounded(amount * Int64(points), 10_000)
    }
  }

  /// Half up: the nearest whole, the greater of two equally near ones.
  private func rounded(_ dividend: Int64, _ divisor: Int64) -> Int64 {
    let (whole, rest) = dividend.quotientAndRemainder(dividingBy: divisor)
    return 2 * rest >= divisor ? whole + 1 : whole
  }

  private func spread(_ amount: Int64, _ chosen: [Int], _ trial: Trial) -> [Int64] {
    var weights = [Int64](repeating: 0, count: basket.lines.count)
    for index in chosen { weights[index] = trial.left[index] }
    return remainders(amount, weights)
  }

  /// Whole shares first, then one unit at a time to whoever lost most by rounding down.
  private func remainders(_ amount: Int64, _ weights: [Int64]) -> [Int64] {
    let total = weights.reduce(0, +)
    guard amount > 0, total > 0 else { return weights.map { _ in 0 } }
    var shares = weights.map { amount * $0 / total }
    var lost = weights.map { amount * $0 % total }
    while shares.reduce(0, +) < amount {
      var most = 0
      for index in lost.indices where lost[index] > lost[most] { most = index }
      shares[most] += 1
      lost[most] = -1
    }
    return shares
  }

  private func repriced(_ price: Int64, limit: Int?, _ chosen: [Int], _ trial: Trial) -> [Int64] {
    var off = [Int64](repeating: 0, count: basket.lines.count)
    var free = limit ?? 1_000_000
    for index in chosen {
      let quantity = basket.lines[index].quantity
      var pieces = 0
      while pieces < quantity && pieces < free { pieces += 1 }
      let gain = rounded(trial.left[index] * Int64(pieces), Int64(quantity)) - price * Int64(pieces)
      if gain > 0 {
        off[index] = gain
        free -= pieces
      }
    }
    return off
  }

  private func cheapest(_ count: Int, _ points: Int, _ chosen: [Int], _ trial: Trial) -> [Int64] {
    // Every piece on its own, with the price of a piece as the line's rest over its pieces.
    var pieces = chosen.flatMap { index in
      Array(repeating: index, count: basket.lines[index].quantity)
    }
    func price(_ index: Int) -> Double {
      Double(trial.left[index]) / Double(basket.lines[index].quantity)
    }
    pieces.sort { price($0) == price($1) ? $0 < $1 : price($0) < price($1) }
    var off = [Int64](repeating: 0, count: basket.lines.count)
    for index in chosen {
      let taken = Int64(pieces.prefix(count).count { $0 == index })
      let quantity = Int64(basket.lines[index].quantity)
      off[index] = rounded(trial.left[index] * taken * Int64(points), quantity * 10_000)
    }
    return off
  }

  private func admits(_ audience: PromotionAudience) -> Bool {
    let shopper = basket.shopper
    if audience.isFirstOrder && shopper.isFirstOrder != true { return false }
    if !audience.levels.isEmpty {
      guard let level = shopper.level, audience.levels.contains(level) else { return false }
    }
    if !audience.tags.isEmpty && !audience.tags.contains(where: shopper.tags.contains) {
      return false
    }
    guard let ages = audience.childAges else { return true }
    return shopper.childMonths.contains { month in
      month >= ages.from ?? -100 && month < ages.to ?? 1_000
    }
  }

  private func covers(_ goods: PromotionGoods, _ line: PromotionBasket.Line) -> Bool {
    let names = goods.categories.count + goods.products.count + goods.skus.count
    let isNamed =
      names == 0 || goods.products.contains(line.product) || goods.skus.contains(line.code)
      || !Set(goods.categories).isDisjoint(with: line.categories)
    return isNamed && (goods.ages.map { line.ages.fits($0) } ?? true)
  }
}
