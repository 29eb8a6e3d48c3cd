/// Why an item stands where it stands for somebody.
public struct Explanation: Hashable, Sendable {
  /// What one item of the history adds to the score.
  public struct Reason: Hashable, Sendable {
    /// The item that somebody has.
    public let item: Int
    /// What it adds; negative when it speaks against the item.
    public let score: Float
  }

  /// "Because you bought …": each item of the history, the strongest first.
  public let reasons: [Reason]
  /// What the item's popularity adds.
  public let popularity: Float

  /// The item's score in the blend: the sum of all parts, up to rounding.
  public var score: Float { reasons.reduce(popularity) { $0 + $1.score } }
}

extension RecommendationModel {
  /// Says what each item of a user's history adds to an item's score.
  ///
  /// - Parameters:
  ///   - item: An item that ``recommend(for:count:)`` gave.
  ///   - user: A user of the interactions.
  /// - Returns: The parts of the score.
  public func explain(_ item: Int, for user: Int) -> Explanation {
    explain(item, interactions.byUser[user], of: user)
  }

  /// Says what each item of somebody's history adds to an item's score.
  ///
  /// - Parameters:
  ///   - item: An item that ``recommend(history:count:)`` gave.
  ///   - history: The items that they have; unknown ones are passed over.
  /// - Returns: The parts of the score.
  public func explain(_ item: Int, history: [Int]) -> Explanation {
    explain(item, known(history)[...], of: nil)
  }

  private func explain(_ item: Int, _ history: ArraySlice<Int32>, of user: Int?) -> Explanation {
    var room = ScoringRoom(self)
    score(history, of: user, &room)
    let scales = room.scales(weights)
    let likely = neighbours.parts(
      of: item,
      history,
      of: user,
      among: interactions,
      least: room.met.least
    )
    let fitting = factors.parts(of: [item], history)[0]
    let reasons = history.enumerated().map { place, own in
      Explanation.Reason(
        item: Int(own),
        score: scales.neighbours * likely[place] + scales.factors * fitting[place]
      )
    }
    return Explanation(
      reasons: reasons.sorted { ($0.score, $1.item) > ($1.score, $0.item) },
      popularity: weights.popularity * popularity[item]
    )
  }
}
