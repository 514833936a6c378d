// down: a step down of the bloom. Four bilinear taps weigh all texels alike that one of the target covers, where it has
// a quarter of the size, so that a small light glows as strongly wherever it stands; where it has half of it, also
// those around (after Bjorge, Bandwidth-efficient rendering, 2015). The first step takes a soft threshold too, so that
// only light blooms and darks keep their depth. Cost: four taps.
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
uniform sampler2D image;
noperspective in vec2 across;
flat in vec3 reach;
out vec4 colour;

void main() {
    vec2 turned = vec2(reach.x, -reach.y);
    vec3 sum = texture(image, across - reach.xy).rgb + texture(image, across + reach.xy).rgb;
    sum += texture(image, across - turned).rgb + texture(image, across + turned).rgb;
    sum = min(sum * 0.25, vec3(24.0));
    float bright = max(max(sum.r, sum.g), sum.b);
    sum *= bright / (bright + reach.z + 1e-5);
    colour = vec4(sum, 1.0);
}
#endif
