internal import CPostgres
internal import Dispatch

/// Asks the server to stop what a connection runs, over a connection that lasts for the question.
///
/// Sendable because the library keeps all it needs in an object of its own.
@safe
final class CancelRequest: @unchecked Sendable {
  private let pointer: OpaquePointer

  /// Copies what is needed to ask; nil when the library has no memory for it.
  init?(_ connection: OpaquePointer) {
    guard let pointer = unsafe PQgetCancel(connection) else { return nil }
    unsafe self.pointer = unsafe pointer
  }

  deinit {
    unsafe PQfreeCancel(pointer)
  }

  /// Asks on a thread that may block, since the library does, and calls back when the server has
  /// heard it or cannot be asked.
  func send(then done: @escaping @Sendable () -> Void) {
    DispatchQueue.global().async {
      var sentence = [CChar](repeating: 0, count: 256)
      _ = unsafe PQcancel(self.pointer, &sentence, Int32(sentence.count))
      done()
    }
  }
}
