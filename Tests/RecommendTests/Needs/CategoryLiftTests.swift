import Foundation
import Recommend
import Testing

@Suite("Lifts of categories")
struct CategoryLiftTests {
  /// Categories: 0 everybody's, 1 and 2 those of ten households, 3 and 4 one household's.
  private static let panel = rows(
    (0..<200).map { household -> [Int] in
      if household < 10 { return [0, 1, 2] }
      return household == 50 ? [0, 3, 4] : [0]
    }
  )
  private static let lift = CategoryLift(
    panel,
    panel,
    signalCount: 5,
    width: 5,
    isSameKind: true
  )

  @Test func `what few buy is told by the one thing that speaks for it`() {
    let told = Self.strongest([0, 1])

    // 15 of the 15 that count against 10 of 200, drawn to it by five households.
    #expect(abs(told[2] - log(10.25 / 15 / 0.0522)) < 0.01)
    #expect(Self.strongest([0])[2] == 0)
  }

  @Test func `one household says less than it seems to`() {
    // Undrawn it would be the logarithm of 200 households to one.
    #expect(Self.strongest([0, 3])[4] < log(200) - 1.5)
  }

  @Test func `a category does not speak for itself, nor what everybody buys for anything`() {
    #expect(Self.strongest([1])[1] == 0)
    #expect(Self.strongest([0]).allSatisfy { abs($0) < 0.01 })
  }

  @Test func `the mean of three is below the strongest where only one speaks`() {
    var (strongest, mean) = ([Float](repeating: 9, count: 5), [Float](repeating: 9, count: 5))
    Self.lift.fill(Self.rows([[1]]), row: 0, strongest: &strongest, mean: &mean)

    #expect(abs(mean[2] - strongest[2] / 3) < 1e-6)
  }

  private static func strongest(_ bought: [Int]) -> [Float] {
    var (strongest, mean) = ([Float](repeating: 9, count: 5), [Float](repeating: 9, count: 5))
    lift.fill(rows([bought]), row: 0, strongest: &strongest, mean: &mean)
    return strongest
  }

  private static func rows(_ households: [[Int]]) -> SparseAmounts {
    var rows = SparseAmounts()
    for bought in households {
      for category in bought { rows.append(category, 1) }
      rows.endRow()
    }
    return rows
  }
}
