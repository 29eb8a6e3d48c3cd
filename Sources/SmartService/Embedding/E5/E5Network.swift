internal import Foundation

/// The layers of the transformer, normalised after each part as in BERT (Devlin and others 2019).
struct E5Network {
  private struct Part {
    let weights: QuantisedMatrix
    let bias: [Float]
  }

  private struct Layer {
    let query: Part
    let key: Part
    let value: Part
    let attention: Part
    let attentionNorm: LayerNorm
    let inner: Part
    let outer: Part
    let outerNorm: LayerNorm
  }

  private let shape: E5File.Shape
  private let words: QuantisedMatrix
  private let positions: [Float]
  private let norm: LayerNorm
  private let layers: [Layer]

  init(_ file: E5File) throws(ModelFileError) {
    let shape = file.shape
    let width = shape.width
    func norm(_ name: String) throws(ModelFileError) -> LayerNorm {
      LayerNorm(
        gain: try file.floats("\(name).w", width),
        shift: try file.floats("\(name).b", width),
        epsilon: shape.epsilon
      )
    }
    func part(_ name: String, _ inputs: Int, _ outputs: Int) throws(ModelFileError) -> Part {
      Part(
        weights: try file.matrix("\(name).w", inputs: inputs, outputs: outputs),
        bias: try file.floats("\(name).b", outputs)
      )
    }
    self.shape = shape
    words = try file.matrix("emb.word", inputs: width, outputs: shape.vocabulary)
    // A text alone is always of the first kind, so that its vector can be added beforehand.
    let kind = try file.floats("emb.type", shape.kinds * width)
    var positions = try file.floats("emb.pos", shape.positions * width)
    for index in positions.indices { positions[index] += kind[index % width] }
    self.positions = positions
    self.norm = try norm("emb.ln")
    var layers: [Layer] = []
    for index in 0..<shape.layers {
      layers.append(
        Layer(
          query: try part("l\(index).q", width, width),
          key: try part("l\(index).k", width, width),
          value: try part("l\(index).v", width, width),
          attention: try part("l\(index).ao", width, width),
          attentionNorm: try norm("l\(index).aln"),
          inner: try part("l\(index).fi", width, shape.innerWidth),
          outer: try part("l\(index).fo", shape.innerWidth, width),
          outerNorm: try norm("l\(index).oln")
        )
      )
    }
    self.layers = layers
  }

  /// The point of pieces, at most as many as there are positions.
  func point(of tokens: [Int32]) -> [Float] {
    let count = tokens.count
    let width = shape.width
    var state = Array(positions.prefix(count * width))
    var scratch = Scratch(count: count, width: width, innerWidth: shape.innerWidth)
    state.withUnsafeMutableBufferPointer { state in
      guard let state = state.baseAddress else { return }
      for (row, token) in tokens.enumerated() {
        words.add(output: Int(token), to: state + row * width)
      }
      norm.apply(state, rows: count, step: width)
      for layer in layers { apply(layer, to: state, count, &scratch) }
    }
    var mean = [Float](repeating: 0, count: width)
    for row in 0..<count {
      for column in 0..<width { mean[column] += state[row * width + column] / Float(count) }
    }
    return SentenceVector.normalised(mean)
  }

  /// Room for what lies between the parts of a layer.
  private struct Scratch {
    var queries: [Float]
    var keys: [Float]
    var values: [Float]
    var mixed: [Float]
    var inner: [Float]

    init(count: Int, width: Int, innerWidth: Int) {
      queries = [Float](repeating: 0, count: count * width)
      keys = queries
      values = queries
      mixed = queries
      inner = [Float](repeating: 0, count: count * innerWidth)
    }
  }

  private func apply(
    _ layer: Layer,
    to state: UnsafeMutablePointer<Float>,
    _ count: Int,
    _ scratch: inout Scratch
  ) {
    let width = shape.width
    let rows = QuantisedRows(state, count: count, width: width)
    multiply(rows, layer.query, into: &scratch.queries)
    multiply(rows, layer.key, into: &scratch.keys)
    multiply(rows, layer.value, into: &scratch.values)
    attend(count, &scratch)
    let mixed = QuantisedRows(scratch.mixed, count: count, width: width)
    multiply(mixed, layer.attention, into: &scratch.queries)
    add(scratch.queries, to: state)
    layer.attentionNorm.apply(state, rows: count, step: width)

    multiply(QuantisedRows(state, count: count, width: width), layer.inner, into: &scratch.inner)
    scratch.inner.withUnsafeMutableBufferPointer { Activation.gelu($0) }
    multiply(
      QuantisedRows(scratch.inner, count: count, width: shape.innerWidth),
      layer.outer,
      into: &scratch.queries
    )
    add(scratch.queries, to: state)
    layer.outerNorm.apply(state, rows: count, step: width)
  }

  private func multiply(_ rows: QuantisedRows, _ part: Part, into result: inout [Float]) {
    result.withUnsafeMutableBufferPointer { result in
      guard let result = result.baseAddress else { return }
      part.weights.multiply(rows, bias: part.bias, into: result)
    }
  }

  private func add(_ values: [Float], to state: UnsafeMutablePointer<Float>) {
    values.withUnsafeBufferPointer { values in
      for index in values.indices { state[index] += values[index] }
    }
  }

  /// Mixes the values of all pieces for each, by how much its query goes with their keys.
  private func attend(_ count: Int, _ scratch: inout Scratch) {
    let width = shape.width
    let size = width / shape.heads
    let factor = 1 / Float(size).squareRoot()
    var shares = [Float](repeating: 0, count: count)
    scratch.mixed.withUnsafeMutableBufferPointer { mixed in
      scratch.queries.withUnsafeBufferPointer { queries in
        scratch.keys.withUnsafeBufferPointer { keys in
          scratch.values.withUnsafeBufferPointer { values in
            shares.withUnsafeMutableBufferPointer { shares in
              guard let mixed = mixed.baseAddress, let queries = queries.baseAddress,
                let keys = keys.baseAddress, let values = values.baseAddress
              else { return }
              for head in stride(from: 0, to: width, by: size) {
                for row in 0..<count {
                  for other in 0..<count {
                    shares[other] =
                      factor
                      * SentenceVector.dot(
                        UnsafeRawPointer(queries + row * width + head),
                        UnsafeRawPointer(keys + other * width + head),
                        count: size
                      )
                  }
                  Activation.softmax(shares)
                  let target = mixed + row * width + head
                  target.update(repeating: 0, count: size)
                  for other in 0..<count {
                    let source = values + other * width + head
                    for index in 0..<size { target[index] += shares[other] * source[index] }
                  }
                }
              }
            }
          }
        }
      }
    }
  }
}
