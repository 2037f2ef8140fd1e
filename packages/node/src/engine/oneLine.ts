/**
 * A message of the runtime as one readable line: line breaks and repeated blanks become one blank, the final full stop goes, and the places in
 * the runtime's own C++ sources (`/build/.../session.cc:123 onnxruntime::Run(...)`), which help nobody here, go.
 */
export function oneLine(message: string): string {
  return message
    .replace(/\S*[/\\]\S+\.(?:cc|h|cpp):\d+\s+(?:\S+\s+)*?\S+\([^)]*\)(?:::<lambda\S*)?\s*/g, '')
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/\.$/, '');
}
