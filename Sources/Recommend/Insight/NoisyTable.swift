/// How many people are in each cell of a table, with noise that hides each of them.
///
/// The unit that is hidden is a person with all that they did in the period. What is noised, and with
/// how much, follows from the question alone, never from the data.
public struct NoisyTable: Hashable, Sendable, Codable {
  /// About how many people are in the table at all.
  public let people: Int
  /// About how many are in each cell; below 0 where the noise was greater.
  public let counts: [Int]
  /// The variance of the noise of each cell.
  public let variance: Int

  /// Counts and adds noise; nothing when the cost is too low for any table.
  ///
  /// - Parameters:
  ///   - people: The cells that each person is in.
  ///   - cells: How many cells the table has.
  ///   - cap: In how many cells a person counts at most, 1 or more; drawn by lot beyond that.
  ///   - cost: What it may cost each of them.
  ///   - source: Where noise and lots come from.
  package init?(
    people: [Set<Int>],
    cells: Int,
    cap: Int,
    cost: PrivacyCost,
    using source: inout some RandomNumberGenerator
  ) {
    let parts = cost.parts
    guard let spread = parts.people.variance(sensitivity: 1),
      let variance = parts.cells.variance(sensitivity: cap)
    else { return nil }
    var counts = [Int](repeating: 0, count: cells)
    for own in people {
      let known = own.filter { counts.indices.contains($0) }.sorted()
      let chosen = known.count > cap ? Array(known.shuffled(using: &source).prefix(cap)) : known
      for cell in chosen { counts[cell] += 1 }
    }
    let noise = DiscreteGaussian(variance: variance)
    for cell in counts.indices { counts[cell] += noise.draw(using: &source) }
    self.people =
      people.count { !$0.isEmpty } + DiscreteGaussian(variance: spread).draw(using: &source)
    self.counts = counts
    self.variance = variance
  }

  /// The noise's standard deviation.
  public var deviation: Double { Double(variance).squareRoot() }

  /// The smallest count that is told: ten people, or twice the deviation where that is more.
  public var leastShown: Int { max(10, Int((2 * deviation).rounded(.up))) }
}
