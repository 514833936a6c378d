// fine: lays a body that was drawn at twice the resolution over the picture: four samples a pixel, brighter ones weighted
// less so that sparks on an edge do not crawl. Uniform: the rectangle's left and bottom in px.
// Cost: four fetches a pixel of the rectangle.
uniform sampler2D image;
uniform vec2 corner;
out vec4 colour;

void main() {
    ivec2 at = ivec2(gl_FragCoord.xy - corner) * 2;
    vec4 sum = vec4(0.0);
    float weights = 0.0;
    for (int i = 0; i < 4; i++) {
        vec4 s = texelFetch(image, at + ivec2(i & 1, i >> 1), 0);
        float weight = 1.0 / (1.0 + max(max(s.r, s.g), s.b));
        sum += s * weight;
        weights += weight;
    }
    colour = sum / weights;
}
