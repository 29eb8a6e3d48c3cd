/// Which promotions apply to a basket, and what they take off.
///
/// They are applied by stage and, within a stage, by the name of their group; of each group at most
/// one, and never two that exclude each other. Each sees what the earlier ones left to pay. Where
/// that leaves a choice, the best set is taken: the one with the lowest amount to pay; among those
/// the one whose gifts are worth most; then the one with the fewest promotions; then the one whose
/// promotions come first by priority and short name, compared from the first on.
///
/// One that cannot be evaluated is reported like any other that is refused, and nothing is thrown.
public enum PromotionRule {
  /// Applies promotions.
  ///
  /// - Parameters:
  ///   - candidates: What could apply, with distinct short names, in any order.
  ///   - basket: What is bought; at most 50 lines.
  /// - Returns: What applies and what does not, and why.
  public static func outcome(of candidates: [PromotionCandidate], on basket: PromotionBasket)
    -> PromotionOutcome
  {
    PromotionSearch(candidates, basket).outcome
  }

  /// The gifts whose price matters: those of promotions that lack nothing but it.
  ///
  /// A promotion that the untouched basket does not reach is not reached by what others leave.
  /// - Parameters:
  ///   - candidates: What could apply, its gifts without prices.
  ///   - basket: What is bought.
  /// - Returns: The merchant's numbers of the gifts.
  public static func giftsInReach(
    of candidates: [PromotionCandidate],
    on basket: PromotionBasket
  ) -> [String] {
    PromotionSearch.giftsInReach(candidates, basket)
  }
}

/// Finds the best set by branch and bound.
///
/// No effect grows when less is left to pay, so that what the promotions of the later groups would
/// take off the untouched basket bounds what they can still take off.
private struct PromotionSearch {
  /// One candidate with what does not change during the search.
  private struct Entry {
    let rule: PromotionEffectRule
    let rank: Int
    let obstacle: PromotionReason?
    /// What it takes off at most.
    let bound: Int64

    var promotion: Promotion { rule.candidate.promotion }

    func excludes(_ other: Promotion) -> Bool {
      promotion.terms.excludes.contains(other.code)
        || other.terms.excludes.contains(promotion.code)
    }
  }

  private struct Choice {
    let entry: Entry
    let grant: PromotionGrant
  }

  /// How good a set is; the smaller the better.
  private struct Score: Comparable {
    let paid: Int64
    let giftValue: Int64
    let ranks: [Int]

    static func < (left: Self, right: Self) -> Bool {
      if left.paid != right.paid { return left.paid < right.paid }
      if left.giftValue != right.giftValue { return left.giftValue > right.giftValue }
      if left.ranks.count != right.ranks.count { return left.ranks.count < right.ranks.count }
      return left.ranks.lexicographicallyPrecedes(right.ranks)
    }
  }

  /// The most sets that are looked at; a shop with so many overlapping promotions gets the best of
  /// these, the same ones each time.
  private static let stepLimit = 20_000

  private let basket: PromotionBasket
  private let groups: [[Entry]]
  /// What the groups from each on can take off at most.
  private let bounds: [Int64]
  private var best: (score: Score, choices: [Choice])
  private var steps = 0

  init(_ candidates: [PromotionCandidate], _ basket: PromotionBasket) {
    self.basket = basket
    let untouched = PromotionState(lines: basket.lines.map(\.total), freight: basket.freight)
    let ranked = candidates.sorted { left, right in
      let (left, right) = (left.promotion, right.promotion)
      return (left.priority, left.code) < (right.priority, right.code)
    }
    let entries = ranked.enumerated().map { Self.entry($1, rank: $0, basket, untouched) }
    groups = Dictionary(grouping: entries) { entry in
      GroupKey(stage: entry.promotion.stage.rawValue, name: entry.promotion.group)
    }
    .sorted { $0.key < $1.key }.map(\.value)
    var bounds: [Int64] = [0]
    for group in groups.reversed() {
      bounds.append((bounds.last ?? 0) + (group.map(\.bound).max() ?? 0))
    }
    self.bounds = bounds.reversed()
    best = (Score(paid: untouched.paid, giftValue: 0, ranks: []), [])
    visit(0, untouched, [])
  }

  static func giftsInReach(_ candidates: [PromotionCandidate], _ basket: PromotionBasket)
    -> [String]
  {
    let untouched = PromotionState(lines: basket.lines.map(\.total), freight: basket.freight)
    return candidates.compactMap { candidate in
      guard let gift = candidate.promotion.terms.effect.gift else { return nil }
      let entry = entry(candidate, rank: 0, basket, untouched)
      guard entry.obstacle == nil, case .failure(let refusal) = entry.rule.grant(in: untouched),
        refusal.reason == .giftUnavailable
      else { return nil }
      return gift
    }
  }

  private struct GroupKey: Hashable, Comparable {
    let stage: Int
    let name: String

    static func < (left: Self, right: Self) -> Bool {
      (left.stage, left.name) < (right.stage, right.name)
    }
  }

  private static func entry(
    _ candidate: PromotionCandidate,
    rank: Int,
    _ basket: PromotionBasket,
    _ untouched: PromotionState
  ) -> Entry {
    let terms = candidate.promotion.terms
    let goods = basket.lines.indices.filter { terms.goods.include(basket.lines[$0]) }
    let rule = PromotionEffectRule(candidate: candidate, basket: basket, goods: goods)
    let obstacle =
      candidate.obstacle ?? PromotionConditionRule.obstacle(terms, basket.shopper)
    return Entry(
      rule: rule,
      rank: rank,
      obstacle: obstacle,
      bound: obstacle == nil ? bound(rule, untouched) : 0
    )
  }

  /// What a promotion takes off at most: as much as it takes off the untouched basket without a
  /// limit of pieces, and one unit more per line, because each line is rounded on its own.
  private static func bound(_ rule: PromotionEffectRule, _ untouched: PromotionState) -> Int64 {
    var unlimited = rule.candidate
    unlimited.piecesLeft = nil
    let most = PromotionEffectRule(candidate: unlimited, basket: rule.basket, goods: rule.goods)
    return switch most.grant(in: untouched) {
    case .success(let grant): grant.amount + Int64(rule.goods.count)
    case .failure(let refusal) where refusal.reason == .budgetExhausted:
      rule.candidate.moneyLeft ?? 0
    case .failure: 0
    }
  }

  private mutating func visit(_ index: Int, _ state: PromotionState, _ choices: [Choice]) {
    steps += 1
    guard steps <= Self.stepLimit, state.paid - bounds[index] <= best.score.paid else { return }
    guard index < groups.count else {
      let score = Score(
        paid: state.paid,
        giftValue: choices.reduce(0) { $0 + $1.grant.giftValue },
        ranks: choices.map(\.entry.rank).sorted()
      )
      if score < best.score { best = (score, choices) }
      return
    }
    let options = groups[index].filter { entry in
      entry.obstacle == nil && !choices.contains { $0.entry.excludes(entry.promotion) }
    }
    .compactMap { entry -> Choice? in
      guard case .success(let grant) = entry.rule.grant(in: state) else { return nil }
      return Choice(entry: entry, grant: grant)
    }
    // The greatest first, so that a good set is found early and cuts off the rest.
    for choice in options.sorted(by: { $0.grant.amount > $1.grant.amount }) {
      visit(index + 1, state.after(choice.grant), choices + [choice])
    }
    visit(index + 1, state, choices)
  }

  var outcome: PromotionOutcome {
    var state = PromotionState(lines: basket.lines.map(\.total), freight: basket.freight)
    var refused: [PromotionOutcome.Refused] = []
    for group in groups {
      let chosen = best.choices.first { choice in
        group.contains { $0.rank == choice.entry.rank }
      }
      for entry in group where entry.rank != chosen?.entry.rank {
        let reason = reason(entry, chosen: chosen?.entry, in: state)
        refused.append(.init(promotion: entry.promotion, reason: reason))
      }
      if let chosen { state = state.after(chosen.grant) }
    }
    return PromotionOutcome(
      applied: best.choices.map { choice in
        .init(
          promotion: choice.entry.promotion,
          lines: choice.grant.lines,
          freight: choice.grant.freight,
          pieces: choice.grant.pieces,
          gifts: choice.grant.gifts
        )
      },
      refused: refused,
      lines: zip(basket.lines, state.lines).map { $0.total - $1 },
      freight: basket.freight - state.freight
    )
  }

  /// Why an entry is not applied where it would have had its turn.
  private func reason(_ entry: Entry, chosen: Entry?, in state: PromotionState) -> PromotionReason {
    if let obstacle = entry.obstacle { return obstacle }
    if case .failure(let refusal) = entry.rule.grant(in: state) { return refusal.reason }
    if let chosen { return .groupTaken(by: chosen.promotion.code) }
    let rival = best.choices.first { $0.entry.excludes(entry.promotion) }
    return rival.map { .excluded(by: $0.entry.promotion.code) } ?? .notBest
  }
}
