package import Foundation

/// Bytes that never change: a mapped file, or memory of their own.
///
/// A mapped file takes memory only for what is read of it, and that once for all processes.
package final class SharedBytes: @unchecked Sendable {
  // Sendable, because nobody writes to the memory between the end of init and deinit.
  package let buffer: UnsafeRawBufferPointer
  private let isMapped: Bool

  /// Maps a file, which nobody may write to or shorten as long as this lives.
  ///
  /// - Throws: ``ModelFileError`` when it cannot be read.
  package init(mapping url: URL) throws(ModelFileError) {
    func failure(_ code: Int32) -> ModelFileError {
      ModelFileError(file: url.lastPathComponent, problem: String(cString: strerror(code)))
    }
    let descriptor = open(url.path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw failure(errno) }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw failure(errno) }
    guard status.st_mode & S_IFMT == S_IFREG else { throw failure(EINVAL) }
    guard status.st_size > 0 else {
      buffer = UnsafeRawBufferPointer(start: nil, count: 0)
      isMapped = false
      return
    }
    let size = Int(status.st_size)
    guard let start = mmap(nil, size, PROT_READ, MAP_PRIVATE, descriptor, 0), start != MAP_FAILED
    else { throw failure(errno) }
    buffer = UnsafeRawBufferPointer(start: start, count: size)
    isMapped = true
  }

  /// Takes memory of its own, which a closure fills.
  init<Failure: Error>(
    count: Int,
    filledBy fill: (UnsafeMutableRawBufferPointer) throws(Failure) -> Void
  ) throws(Failure) {
    let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: count, alignment: 64)
    do {
      try fill(memory)
    } catch {
      memory.deallocate()
      throw error
    }
    buffer = UnsafeRawBufferPointer(memory)
    isMapped = false
  }

  /// Copies bytes.
  package convenience init(_ bytes: [UInt8]) {
    self.init(count: bytes.count) { $0.copyBytes(from: bytes) }
  }

  /// A copy; the buffer itself is valid only as long as somebody holds this.
  package var array: [UInt8] { withExtendedLifetime(self) { Array(buffer) } }

  deinit {
    guard let start = buffer.baseAddress else { return }
    if isMapped {
      munmap(UnsafeMutableRawPointer(mutating: start), buffer.count)
    } else {
      buffer.deallocate()
    }
  }
}
