// fine: draws a mesh that was supersampled FINER times each way over the picture; brighter samples are weighted less,
// so that sparks on an edge do not crawl. Uniform: the rectangle's left and bottom in px. Cost: FINER squared samples a
// pixel, which a software rasteriser reads fastest without a filter.
uniform sampler2D image;  // read without a filter

#ifdef VERTEX_STAGE
uniform vec2 corner;
flat out vec4 samples;  // from a pixel's place to that of its first sample
flat out vec2 each;     // a sample, as a part of the image's sides

void main() {
    each = 1.0 / vec2(textureSize(image, 0));
    samples = vec4(each * float(FINER), each * (0.5 - float(FINER) * (0.5 + corner)));
    gl_Position = vec4(vec2((gl_VertexID << 1) & 2, gl_VertexID & 2) * 2.0 - 1.0, 1.0, 1.0);
}
#endif

#ifdef FRAGMENT_STAGE
flat in vec4 samples;
flat in vec2 each;
out vec4 colour;

void main() {
    vec2 first = gl_FragCoord.xy * samples.xy + samples.zw;
    vec4 sum = vec4(0.0);
    float weights = 0.0;
    for (int y = 0; y < FINER; y++) {
        for (int x = 0; x < FINER; x++) {
            vec4 s = texture(image, first + vec2(float(x), float(y)) * each);
            float weight = 1.0 / (1.0 + max(max(s.r, s.g), s.b));
            sum += s * weight;
            weights += weight;
        }
    }
    colour = sum / weights;
}
#endif
