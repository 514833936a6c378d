// fine: draws a mesh that was supersampled `finer` times each way over the picture; brighter samples are weighted less,
// so that sparks on an edge do not crawl. Uniforms: the rectangle's left and bottom in px; samples along a pixel's
// side. Cost: `finer` squared fetches a pixel.
uniform sampler2D image;
uniform vec2 corner;
uniform int finer;
out vec4 colour;

void main() {
    ivec2 at = ivec2(gl_FragCoord.xy - corner) * finer;
    vec4 sum = vec4(0.0);
    float weights = 0.0;
    int y = 0;
    do {  // two loops: to divide a number by `finer` costs as much as to fetch a sample
        int x = 0;
        do {
            vec4 s = texelFetch(image, at + ivec2(x, y), 0);
            float weight = 1.0 / (1.0 + max(max(s.r, s.g), s.b));
            sum += s * weight;
            weights += weight;
        } while (++x < finer);
    } while (++y < finer);
    colour = sum / weights;
}
