// spread: the filter of one step up of the dual-filter bloom (Bjorge, Bandwidth-efficient rendering, 2015): eight
// texels around each. Its taps lie whole texels apart, so it may run at the smaller size, before interpolation,
// for a quarter of the cost. What it reads is of the target's size, and to be sampled without a filter.
// Cost: eight taps.
#ifdef VERTEX_STAGE
#define COVERED
#include "fullscreen.glsl"
uniform vec2 image_texel;
flat out vec2 apart;

void main() {
    cover();
    apart = image_texel;
}
#else
#define GATHERING
#include "gathered.glsl"
noperspective in vec2 across;
flat in vec2 apart;

vec3 texel(int x, int y) {
    return gathered(across + apart * vec2(x, y));
}

void main() {
    vec3 far = texel(-2, 0) + texel(2, 0) + texel(0, -2) + texel(0, 2);
    vec3 near = texel(1, 1) + texel(-1, -1) + texel(1, -1) + texel(-1, 1);
    gather((far + 2.0 * near) * (1.0 / 12.0), 1.0);
}
#endif
