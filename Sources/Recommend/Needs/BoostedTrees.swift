import Foundation

/// A sum of small regression trees that corrects log-odds, grown by gradient boosting.
///
/// Second-order boosting on binned features (Friedman 2001; Chen and Guestrin 2016, XGBoost, eq. 5-7):
/// a leaf's value is -G / (H + λ) of its gradients and curvatures, and a split is taken for the gain
/// that it brings. Each tree sees another deterministic part of the examples.
struct BoostedTrees: Sendable {
  /// How trees are grown.
  struct Settings: Sendable {
    var trees = 60
    var depth = 5
    var rate: Float = 0.08
    var penalty: Float = 20
    var minimumCurvature: Float = 30
    /// Of how many examples one is seen by each tree.
    var oneOf: UInt64 = 2
  }

  private var trees: [RegressionTree] = []

  /// Grows trees on examples whose log-odds are known roughly already.
  ///
  /// - Parameters:
  ///   - examples: What to learn from.
  ///   - odds: The log-odds to correct, one for each example.
  ///   - settings: How to grow.
  init(_ examples: NeedExamples, odds: [Float], settings: Settings) {
    let bins = FeatureBins(examples)
    let rows = bins.rows(of: examples)
    var odds = odds
    var gradients = [SIMD2<Float>](repeating: .zero, count: examples.count)
    for number in 0..<settings.trees {
      for index in 0..<examples.count {
        let probability = 1 / (1 + exp(-odds[index]))
        let weight = examples.weights[index]
        gradients[index] = SIMD2(
          weight * (probability - examples.labels[index]),
          weight * probability * (1 - probability)
        )
      }
      let seen = (0..<examples.count).filter {
        Self.mixed(UInt64($0) &+ UInt64(number) &* 0x9E37_79B9_7F4A_7C15) % settings.oneOf == 0
      }
      let grower = TreeGrower(
        rows: rows,
        width: bins.width,
        gradients: gradients,
        settings: settings
      )
      let tree = grower.grow(seen.map(Int32.init))
      rows.withUnsafeBufferPointer { rows in
        for index in 0..<examples.count {
          odds[index] += tree.value { Int(rows[index * bins.width + $0]) }
        }
      }
      trees.append(tree.raw(bins))
    }
  }

  /// What the trees add to the log-odds of one example.
  func correction(_ features: UnsafeBufferPointer<Float>) -> Float {
    var sum: Float = 0
    for tree in trees { sum += tree.value(features) }
    return sum
  }

  /// A number that looks random, the same for the same input.
  ///
  /// SplitMix64 (Steele, Lea and Flood 2014).
  static func mixed(_ input: UInt64) -> UInt64 {
    var value = input &+ 0x9E37_79B9_7F4A_7C15
    value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
    return value ^ (value >> 31)
  }
}

/// Borders that cut each feature into at most 64 bins of about equally many examples.
struct FeatureBins {
  static let limit = 64
  let width: Int
  /// The upper borders of each feature's bins but the last, rising.
  let borders: [[Float]]

  init(_ examples: NeedExamples) {
    width = examples.width
    let step = max(1, examples.count / 20_000)
    let sample = stride(from: 0, to: examples.count, by: step)
    borders = (0..<examples.width).map { place in
      let sorted = sample.map { examples.features[$0 * examples.width + place] }.sorted()
      var cuts: [Float] = []
      for part in 1..<Self.limit {
        let cut = sorted[min(sorted.count - 1, part * sorted.count / Self.limit)]
        if cut > cuts.last ?? -.infinity, cut < sorted[sorted.count - 1] { cuts.append(cut) }
      }
      return cuts
    }
  }

  /// The bin of each feature of each example, by rows.
  func rows(of examples: NeedExamples) -> [UInt8] {
    var rows = [UInt8](repeating: 0, count: examples.count * width)
    for place in 0..<width {
      let cuts = borders[place]
      for index in 0..<examples.count {
        let value = examples.features[index * width + place]
        var low = 0
        var high = cuts.count
        while low < high {
          let middle = (low + high) / 2
          if value <= cuts[middle] { high = middle } else { low = middle + 1 }
        }
        rows[index * width + place] = UInt8(low)
      }
    }
    return rows
  }
}

/// A binary tree in an array: the children of node n are at `left` and `left + 1`.
struct RegressionTree: Sendable {
  struct Node: Sendable {
    /// The feature that decides, or -1 in a leaf.
    var feature: Int32 = -1
    /// The left child holds what is not above this bin or value.
    var bin: Int32 = 0
    var border: Float = 0
    var left: Int32 = 0
    var value: Float = 0
  }

  var nodes = [Node()]

  @inline(__always)
  func value(_ bin: (Int) -> Int) -> Float {
    nodes.withUnsafeBufferPointer { nodes in
      var place = 0
      while nodes[place].feature >= 0 {
        let isRight = bin(Int(nodes[place].feature)) > Int(nodes[place].bin)
        place = Int(nodes[place].left) + (isRight ? 1 : 0)
      }
      return nodes[place].value
    }
  }

  @inline(__always)
  func value(_ features: UnsafeBufferPointer<Float>) -> Float {
    nodes.withUnsafeBufferPointer { nodes in
      var place = 0
      while nodes[place].feature >= 0 {
        let isRight = features[Int(nodes[place].feature)] > nodes[place].border
        place = Int(nodes[place].left) + (isRight ? 1 : 0)
      }
      return nodes[place].value
    }
  }

  /// The same tree with the features' values as borders.
  func raw(_ bins: FeatureBins) -> RegressionTree {
    var tree = self
    for place in tree.nodes.indices where nodes[place].feature >= 0 {
      tree.nodes[place].border = bins.borders[Int(nodes[place].feature)][Int(nodes[place].bin)]
    }
    return tree
  }
}
