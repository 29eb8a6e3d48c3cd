import Foundation
import SmartService
import Testing

/// Points that the packages' own Python made, kept here by their first six numbers.
@Suite("Encoders against the packages that their weights are from")
struct EncoderParityTests {
  private static let store = ProcessInfo.processInfo.environment["CRADLE_MODELS"].map {
    ModelStore(folder: URL(filePath: $0, directoryHint: .isDirectory))
  }

  private static func has(_ model: SentenceModel) -> Bool { store?.isInstalled(model) == true }

  @Test(
    .enabled(
      if: has(.use),
      "CRADLE_MODELS names no folder with it: tenant-admin models install use-multilingual"
    )
  )
  func `the Universal Sentence Encoder gives the points of its package`() throws {
    let encoder = try #require(try Self.store?.useEncoder())
    let expected: [(String, [Int32], [Float])] = [
      (
        "宝宝发烧怎么办", [1, 6, 2830, 2830, 1397, 15167, 602, 386, 2676, 2],
        [-0.036_922, 0.010_826, -0.020_549, 0.045_879, -0.082_524, 0.025_847]
      ),
      (
        "When can babies drink water?", [1, 1226, 114, 13910, 97, 4743, 1304, 21, 2],
        [-0.015_306, 0.025_347, 0.047_25, 0.066_499, -0.032_891, 0.021_881]
      ),
      (
        "ＡＢＣ　１２３", [1, 13514, 26690, 2],
        [0.073_09, -0.031_876, 0.030_396, -0.050_452, -0.009_368, 0.067_525]
      ),
    ]
    for (text, tokens, numbers) in expected {
      #expect(encoder.tokens(of: text) == tokens)
      let point = encoder.embed(text)
      #expect(point.count == 512 && abs(SentenceVector.dot(point, point) - 1) < 1e-5)
      #expect(zip(point, numbers).allSatisfy { abs($0 - $1) < 1e-5 }, "\(text): \(point.prefix(6))")
    }
    #expect(encoder.embed("").count == 512)
  }

  @Test(
    .enabled(
      if: has(.e5) && !_isDebugAssertConfiguration(),
      "it takes minutes without optimisation, and CRADLE_MODELS must name a folder with e5-small"
    )
  )
  func `E5 gives the points of its package but for rounding`() throws {
    let encoder = try #require(try Self.store?.e5Encoder())
    let expected: [(String, SentenceRole, Int, [Float])] = [
      (
        "宝宝发烧怎么办", .query, 10,
        [0.063_04, 0.004_5, -0.049_47, -0.080_98, 0.115_95, -0.011_24]
      ),
      (
        "How often to feed?", .passage, 9,
        [0.038_47, 0.008_15, -0.046_75, -0.093_9, 0.095_73, -0.066_12]
      ),
    ]
    for (text, role, count, numbers) in expected {
      #expect(encoder.tokens(of: text, as: role).count == count)
      let point = encoder.embed(text, as: role)
      #expect(point.count == 384 && abs(SentenceVector.dot(point, point) - 1) < 1e-5)
      #expect(zip(point, numbers).allSatisfy { abs($0 - $1) < 3e-3 }, "\(text): \(point.prefix(6))")
    }
  }
}
