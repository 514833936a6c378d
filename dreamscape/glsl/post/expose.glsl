// expose: the light of one moment, weighted by its part of a longer exposure. An image of the target's size, to be
// sampled without a filter.
#ifdef VERTEX_STAGE
#define COVERED
#include "fullscreen.glsl"
uniform float part;  // of the time that the shutter is open
flat out float share;

void main() {
    cover();
    share = part;
}
#else
uniform sampler2D image;
noperspective in vec2 across;
flat in float share;
out vec4 colour;

void main() {
    colour = texture(image, across) * share;
}
#endif
