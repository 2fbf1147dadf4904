import Foundation
import Foundations

/// What the operating system answered to a call about one file, and its meaning for the person who runs hublake.
struct FileSystemError: Error {
    /// The call's `errno`.
    var code: Int32
    /// The file or folder that the call was about.
    var path: String

    /// The error of the call that just failed.
    static func last(_ path: String) -> FileSystemError { FileSystemError(code: errno, path: path) }

    /// This error while doing `what`, with the kind that says who must act.
    func failure(_ what: String) -> Failure {
        let why = "\(String(cString: strerror(code))) (\(path))"
        return switch code {
        case EACCES, EPERM:
            Failure(
                .authorization, what, why: why,
                remedy: "Give the user that runs hublake the right to read and write this folder.")
        case ENOSPC:
            Failure(.configuration, what, why: why, remedy: "The disk is full: free some space, then run it again.")
        case EDQUOT:
            Failure(.configuration, what, why: why, remedy: "The disk quota is used up: raise it or free some space.")
        case EROFS:
            Failure(
                .configuration, what, why: why,
                remedy: "The file system is mounted read-only: mount it writable or choose another folder.")
        case ENOTDIR, EISDIR:
            Failure(
                .configuration, what, why: why,
                remedy:
                    "A file stands where a folder is needed, or a folder where a file is: move it away.")
        case ENOENT:
            Failure(.configuration, what, why: why, remedy: "Create the folder, or correct the destination's path.")
        case ENAMETOOLONG:
            Failure(.configuration, what, why: why, remedy: "Choose a folder with a shorter path.")
        case EMFILE, ENFILE:
            Failure(.transient, what, why: why, remedy: "Raise the limit of open files (ulimit -n).")
        default:
            Failure(.transient, what, why: why, remedy: "Check the disk or the network share that holds the folder.")
        }
    }
}
