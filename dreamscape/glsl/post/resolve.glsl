// resolve: draws a mesh that was multisampled over the picture; brighter samples are weighted less, so that sparks on
// an edge do not crawl. SAMPLES: samples a pixel. Uniform: the target's left and bottom in the picture, px.
// Cost: SAMPLES fetches a pixel of what is drawn.
uniform vec2 corner;
out vec4 colour;

#if SAMPLES == 1
uniform sampler2D image;

void main() {
    colour = texelFetch(image, ivec2(gl_FragCoord.xy - corner), 0);
}
#else
uniform sampler2DMS image;

void main() {
    ivec2 at = ivec2(gl_FragCoord.xy - corner);
    vec4 sum = vec4(0.0);
    float weights = 0.0;
    for (int i = 0; i < SAMPLES; i++) {
        vec4 s = texelFetch(image, at, i);
        float weight = 1.0 / (1.0 + max(max(s.r, s.g), s.b));
        sum += s * weight;
        weights += weight;
    }
    colour = sum / weights;
}
#endif
