/// Users and items as vectors whose inner product says how well they fit, fitted by least squares.
public struct FactorModel: Hashable, Sendable, Codable {
  /// The vectors of the items, ready to find those of users.
  let solver: FactorSolver

  /// Fits the model; the same interactions and settings give the same model.
  ///
  /// O(rounds · (pairs · f + pairs · ones of a row + f³)), for `f` factors.
  public init(_ interactions: Interactions, settings: FactorSettings) {
    let items = Self.start(interactions.itemCount, settings)
    var solver = FactorSolver(columns: items, settings: settings)
    for _ in 0..<settings.rounds {
      let users = FactorSolver(columns: solver.solve(interactions.byUser), settings: settings)
      let items = users.solve(interactions.byItem)
      solver = FactorSolver(columns: items, settings: settings)
    }
    self.solver = solver
  }

  /// A model as it was stored.
  init(solver: FactorSolver) { self.solver = solver }

  /// Adds each item's score for a history: its vector's product with that of the history.
  ///
  /// The vector of a history is the best for it by itself, so no fit is needed for a new one.
  func score(_ history: ArraySlice<Int32>, into scores: inout [Float]) {
    let items = solver.turned
    solver.solve(history).withUnsafeBufferPointer { user in
      items.values.withUnsafeBufferPointer { values in
        let (user, rows) = (SharedVectors(user), SharedVectors(values))
        for item in scores.indices {
          let row = rows.row(item, items.width)
          scores[item] += DenseRow.dot(user.row(0, items.width), row, items.width)
        }
      }
    }
  }

  /// What each item of a history adds to each item's score; the parts sum up to the score.
  func parts(of items: [Int], _ history: ArraySlice<Int32>) -> [[Float]] {
    solver.parts(of: items, history)
  }

  private static func start(_ count: Int, _ settings: FactorSettings) -> DenseRows {
    var rows = DenseRows(count: count, width: settings.factors)
    var random = SplitMix(seed: settings.seed)
    let scale = 0.1 / Float(settings.factors).squareRoot()
    for place in rows.values.indices { rows.values[place] = scale * random.nextGaussian() }
    return rows
  }
}
