// down: a step down of the bloom. Four bilinear taps weigh all texels alike that one of the target covers, where it has
// a quarter of the size, so that a small light glows as strongly wherever it stands; where it has half of it, also
// those around (after Bjorge, Bandwidth-efficient rendering, 2015). The first step takes a soft threshold too, so that
// only light blooms and darks keep their depth. Defines: FIRST where it reads light, not a level of the bloom; with it
// that of scene_light.glsl, for a target of exactly a quarter of each side.
// Cost: four taps, or the layer's for sixteen pixels.
#ifdef VERTEX_STAGE
#define COVERED
#include "fullscreen.glsl"
uniform vec2 apart;       // from the middle to a tap, in parts of the picture
uniform float threshold;
flat out vec3 reach;

void main() {
    cover();
    reach = vec3(apart, threshold);
}
#else
#define GATHERING
#include "gathered.glsl"
#ifdef FIRST
#include "scene_light.glsl"
#endif
noperspective in vec2 across;
flat in vec3 reach;

vec3 light(vec2 at) {
#ifdef FIRST
    return scene_light(at);
#else
    return gathered(at);
#endif
}

void main() {
#ifdef IN_PLACE
    vec3 sum = vec3(0.0);
    for (int i = 0; i < 16; i++) {
        sum += scene_light(across + (vec2(i & 3, i >> 2) - 1.5) * reach.xy);
    }
    sum = min(sum * 0.0625, vec3(24.0));
#else
    vec2 turned = vec2(reach.x, -reach.y);
    vec3 sum = light(across - reach.xy) + light(across + reach.xy);
    sum += light(across - turned) + light(across + turned);
    sum = min(sum * 0.25, vec3(24.0));
#endif
    float bright = max(max(sum.r, sum.g), sum.b);
    sum *= bright / (bright + reach.z + 1e-5);
    gather(sum, 1.0);
}
#endif
