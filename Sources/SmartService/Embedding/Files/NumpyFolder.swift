internal import Foundation

/// A folder of NumPy's arrays, each in a file of its name.
struct NumpyFolder {
  private let folder: URL

  init(_ folder: URL) { self.folder = folder }

  /// The array, mapped.
  func array(_ name: String) throws(ModelFileError) -> NumpyArray {
    let file = "\(name).npy"
    return try NumpyArray(SharedBytes(mapping: folder.appending(path: file)), name: file)
  }

  /// As many numbers, copied.
  func floats(_ name: String, _ count: Int) throws(ModelFileError) -> [Float] {
    try array(name).floats(count)
  }

  /// So many numbers in each of so many rows, copied.
  func floats(_ name: String, _ rows: Int, _ columns: Int) throws(ModelFileError) -> [Float] {
    try array(name).floats(rows, columns)
  }

  /// A matrix with a row for each input.
  func matrix(_ name: String, _ inputs: Int, _ outputs: Int) throws(ModelFileError) -> PackedMatrix
  {
    PackedMatrix(try floats(name, inputs, outputs), inputs: inputs, outputs: outputs)
  }
}
