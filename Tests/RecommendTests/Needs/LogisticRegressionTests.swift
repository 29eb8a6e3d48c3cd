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

  private static func odds(_ model: LogisticRegression, _ examples: NeedExamples) -> [Float] {
    examples.features.withUnsafeBufferPointer { features in
      stride(from: 0, to: features.count, by: examples.width).map {
        model.logOdds(UnsafeBufferPointer(rebasing: features[$0..<$0 + examples.width]))
      }
    }
  }

  @Test(arguments: [3, 50, 400, 5_000])
  func `the mean of the probabilities is the rate, however rare`(_ rarity: Int) {
    let examples = Self.examples(rarity: rarity)
    let odds = Self.odds(LogisticRegression(examples, penalty: 1), examples)

    var expected = 0.0
    var all = 0.0
    for (odds, weight) in zip(odds, examples.weights) {
      #expect(abs(odds) < 200)
      expected += Double(weight) / (1 + exp(-Double(odds)))
      all += Double(weight)
    }
    #expect(abs(expected / all - examples.rate) < 0.02 * examples.rate)
  }

  @Test(arguments: [3, 50, 400, 5_000])
  func `what is bought looks likelier than what is not`(_ rarity: Int) {
    let examples = Self.examples(rarity: rarity)
    let odds = Self.odds(LogisticRegression(examples, penalty: 1), examples)

    let strong = odds.indices.filter { examples.features[$0 * 3] >= 8 }
    let weak = odds.indices.filter { examples.features[$0 * 3] < 8 }
    let least = strong.map { odds[$0] }.min() ?? -.infinity
    let most = weak.map { odds[$0] }.max() ?? .infinity
    #expect(least > most + 3)
  }

  @Test(arguments: [3, 50, 400, 5_000])
  func `no other weights have a lower loss`(_ rarity: Int) {
    let examples = Self.examples(rarity: rarity)
    let scale = FeatureScale(examples)
    var loss = PenalisedLoss(examples, scale, penalty: 1)
    var last = loss.value
    while let gain = loss.descend(), gain > 1e-7 * loss.value {
      #expect(loss.value < last)
      last = loss.value
    }

    // The gradient by the definition, in double precision.
    var slope = loss.solution.dropLast().map { -$0 } + [0]
    for index in 0..<examples.count {
      let row =
        (0..<3).map {
          Double((examples.features[index * 3 + $0] - scale.means[$0]) * scale.factors[$0])
        } + [1]
      let odds = zip(row, loss.solution).reduce(0) { $0 + $1.0 * $1.1 }
      let error = Double(examples.labels[index]) - 1 / (1 + exp(-odds))
      let weight = Double(examples.weights[index])
      for place in row.indices { slope[place] += weight * error * row[place] }
    }
    let bought = examples.tally.bought
    for value in slope { #expect(abs(value) < 0.005 * bought) }
  }

  @Test(arguments: [Float(0), 1])
  func `labels that are all alike tell their rate alone`(_ label: Float) {
    var examples = Self.examples(rarity: 50)
    examples.labels = examples.labels.map { _ in label }
    let model = LogisticRegression(examples, penalty: 1)

    #expect(model.weights.allSatisfy { $0 == 0 })
    let expected = log((examples.tally.all + 0.5) / 0.5) * (label == 1 ? 1 : -1)
    #expect(abs(Double(model.intercept) - expected) < 1e-4)
  }

  @Test func `features that are the same or constant do no harm`() {
    var examples = NeedExamples(width: 3)
    for index in 0..<400 {
      let value = Float(index % 20)
      examples.append([value, value, 7][...], index % 20 == 0 ? 1 : 0, 1)
    }
    let model = LogisticRegression(examples, penalty: 0)

    let odds = Self.odds(model, examples)
    #expect(odds.allSatisfy { $0.isFinite })
    #expect(model.weights[2] == 0)
    #expect((odds.first ?? -1) > (odds.last ?? 1))
  }

  @Test func `no examples tell nothing`() {
    let model = LogisticRegression(NeedExamples(width: 2), penalty: 1)
    #expect(model.weights == [0, 0])
    #expect(model.intercept == 0)
  }
}
