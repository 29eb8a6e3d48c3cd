/// A fitted model that says what somebody may want next, and why.
///
/// It blends what similar users took, inner products of fitted vectors and what is popular. A value:
/// it can be encoded as the artefact of a training run, and two fits of equal interactions are equal.
///
/// ## Topics
/// ### Fitting
/// - ``init(_:settings:)``
/// - ``update(user:items:)``
/// ### Asking
/// - ``recommend(for:count:)``
/// - ``recommend(history:count:)``
/// - ``explain(_:for:)``
public struct RecommendationModel: Hashable, Sendable, Codable {
  /// What the model knows of each user.
  public private(set) var interactions: Interactions
  /// What each way of scoring counts.
  public internal(set) var weights: BlendWeights
  private(set) var neighbours: UserNeighbours
  let factors: FactorModel
  let popularity: [Float]
  private let discovers: Bool

  /// Fits a model to interactions; the same ones give the same model.
  public init(_ interactions: Interactions, settings: ModelSettings = ModelSettings()) {
    let users = interactions.activeUserCount
    self.init(
      interactions,
      FactorModel(interactions, settings: settings.factors ?? .suited(userCount: users)),
      settings: settings
    )
  }

  /// A model whose vectors were fitted before.
  init(_ interactions: Interactions, _ factors: FactorModel, settings: ModelSettings) {
    self.interactions = interactions
    let users = interactions.activeUserCount
    neighbours = UserNeighbours(
      interactions,
      settings: settings.neighbours ?? .suited(userCount: users)
    )
    self.factors = factors
    let counts = (0..<interactions.itemCount).map { Float(interactions.popularity(of: $0)) }
    let most = max(1, counts.max() ?? 1)
    popularity = counts.map { $0 / most }
    weights = settings.weights ?? .prior(userCount: users)
    discovers = users >= DiscoveryRule.fewestUsers
  }

  /// The best items for a user, best first, without those that the user has.
  ///
  /// - Parameters:
  ///   - user: A user of the interactions; one without items gets what is popular.
  ///   - count: The most items to give, 0 or more.
  /// - Returns: At most `count` items.
  public func recommend(for user: Int, count: Int) -> [Recommendation] {
    var room = ScoringRoom(self)
    return recommend(interactions.byUser[user], of: user, count: count, &room)
  }

  /// The best items for somebody whom the model does not know.
  ///
  /// - Parameters:
  ///   - history: The items that they have, in any order; those the model does not know are passed
  ///     over.
  ///   - count: The most items to give, 0 or more.
  /// - Returns: At most `count` items.
  public func recommend(history: [Int], count: Int) -> [Recommendation] {
    var room = ScoringRoom(self)
    return recommend(known(history)[...], of: nil, count: count, &room)
  }

  /// The best items for each of many users, with all processors.
  public func recommend(forAll users: [Int], count: Int) -> [[Recommendation]] {
    var lists = [[Recommendation]](repeating: [], count: users.count)
    lists.withUnsafeMutableBufferPointer { lists in
      let lists = SharedNumbers(lists)
      ParallelRows.forEachPiece(of: users.count) { range in
        var room = ScoringRoom(self)
        for place in range {
          let history = interactions.byUser[users[place]]
          lists[place] = recommend(history, of: users[place], count: count, &room)
        }
      }
    }
    return lists
  }

  /// Takes a user's items anew, without fitting the others again.
  ///
  /// From then on the model answers for this user as if the user's neighbours and vector had been
  /// computed from these items; what the others' histories taught stays until the next fit.
  ///
  /// - Parameters:
  ///   - user: A user of the interactions.
  ///   - items: All items that the user has now, in any order; unknown ones are passed over.
  public mutating func update(user: Int, items: [Int]) {
    interactions = interactions.replacing(user: user, items: known(items))
    neighbours.renew(user: user, history: interactions.byUser[user])
  }

  private func recommend(
    _ history: ArraySlice<Int32>,
    of user: Int?,
    count: Int,
    _ room: inout ScoringRoom
  ) -> [Recommendation] {
    best(history, of: user, count: count, &room) { _ in true }
  }

  /// The best items that are open; whether one is, is asked of few.
  func best(
    _ history: ArraySlice<Int32>,
    of user: Int?,
    count: Int,
    _ room: inout ScoringRoom,
    where isOpen: (Int) -> Bool
  ) -> [Recommendation] {
    score(history, of: user, &room)
    let scores = room.blended(weights, popularity)
    var best = TopItems(limit: count)
    for item in scores.indices where scores[item] > -.infinity {
      best.offer(item, scores[item], where: isOpen)
    }
    var list = best.ordered
    if discovers {
      DiscoveryRule.apply(to: &list, count: count, likely: room.neighbours, where: isOpen)
    }
    return list
  }

  /// Fills a room with the scores of a history, by each way.
  func score(_ history: ArraySlice<Int32>, of user: Int?, _ room: inout ScoringRoom) {
    room.clear()
    neighbours.score(history, of: user, among: interactions, into: &room.neighbours, &room.met)
    factors.score(history, into: &room.factors)
    room.exclude(history)
  }

  /// The known ones of some items, each once, in rising order.
  func known(_ items: [Int]) -> [Int32] {
    Set(items.filter { (0..<interactions.itemCount).contains($0) }).sorted().map(Int32.init)
  }
}
