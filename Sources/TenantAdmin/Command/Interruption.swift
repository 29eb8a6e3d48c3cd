internal import Dispatch
internal import Foundation

/// Ends a command in order when the person presses Ctrl-C: its transaction rolls back, and its
/// share in the private server is given up.
enum Interruption {
  static func cancelling<Value>(_ work: Task<Value, Never>) -> [any DispatchSourceSignal] {
    [SIGINT, SIGTERM].map { number in
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
      source.setEventHandler { work.cancel() }
      source.resume()
      return source
    }
  }
}
