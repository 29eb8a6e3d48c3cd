import Foundation
import Recommend
import Testing

@Suite("Logistic regression")
struct LogisticRegressionTests {
  /// A label that is rare, and all but certain where a skewed feature is high.
  static func examples(rarity: Int) -> NeedExamples {
    var random = SmallRandom(seed: 5)
    var examples = NeedExamples(width: 3)
    for _ in 0..<20_000 {
      let isRare = random.next(rarity) == 0
      let strong = isRare ? Float(8 + random.next(4)) : Float(random.next(2)) / 10
      let noise = Float(random.next(1_000)) / 1_000
      let label: Float = isRare && random.next(20) > 0 || random.next(5_000) == 0 ? 1 : 0
      examples.append(
        [strong, noise, strong + noise / 100][...],
        label,
        Float(1 + random.next(20))
      )
    }
    return examples
  }

  @Test(arguments: [3, 50])
  func `the mean of the probabilities is the rate, however rare`(_ rarity: Int) {
    let examples = Self.examples(rarity: rarity)
    let model = LogisticRegression(examples, penalty: 1)

    var expected = 0.0
    var all = 0.0
    for index in 0..<examples.count {
      let row = Array(examples.features[index * 3..<index * 3 + 3])
      let odds = row.withUnsafeBufferPointer { model.logOdds($0) }
      #expect(abs(odds) < 40)
      expected += Double(examples.weights[index]) / (1 + exp(-Double(odds)))
      all += Double(examples.weights[index])
    }
    #expect(abs(expected / all - examples.rate) < 0.02 * examples.rate)
  }

}
