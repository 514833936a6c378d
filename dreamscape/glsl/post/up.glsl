// up: one step up of the dual-filter bloom, after spread.glsl: a bilinear tap, added to what the target has, each by
// its share (alpha is that of the target). Cost: a tap.
#ifdef VERTEX_STAGE
#define COVERED
#include "fullscreen.glsl"
uniform vec2 shares;  // of what is added, and of what the target has
flat out vec2 parts;

void main() {
    cover();
    parts = shares;
}
#else
#define GATHERING
#include "gathered.glsl"
noperspective in vec2 across;
flat in vec2 parts;

void main() {
    gather(gathered(across) * parts.x, parts.y);
}
#endif
